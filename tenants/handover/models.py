"""A case on its way from one service to another: what each side keeps of it."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, EncryptedText, check_in, references, unique_in_service
from tenants.referrals.models import PartyRole


class Direction(StrEnum):
    OUT = "out"
    IN = "in"


class State(StrEnum):
    """``accepted`` lasts until the case has arrived; then, on both sides, it is ``moved``.

    A joint case stays with both: it is ``together``, until one of them ends that.
    """

    OFFERED = "offered"
    ACCEPTED = "accepted"
    MOVED = "moved"
    TOGETHER = "together"
    ENDED = "ended"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


STAYS_HERE = (State.REJECTED, State.WITHDRAWN, State.EXPIRED)  # what was offered, after all


class Why(StrEnum):
    """Why a case or a referral goes to another service."""

    MOVED_HOME = "moved_home"
    PRISON_MOVE = "prison_move"
    LIVES_ELSEWHERE = "lives_elsewhere"
    HAPPENED_ELSEWHERE = "happened_elsewhere"
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    SKILLS = "skills"


class Rejection(StrEnum):
    """Why the other service does not take it."""

    OUT_OF_AREA = "out_of_area"
    NO_CAPACITY = "no_capacity"
    OUT_OF_SCOPE = "out_of_scope"
    TALK_FIRST = "talk_first"


class About(StrEnum):
    CASE = "case"
    REFERRAL = "referral"


class Handover(ServiceOwned):
    """One side's record of a handover. The other side has its own; ``crossing_id`` is the same in both.

    With ``their_role`` it is about working on a case together: the person of that role is with the other service.
    """

    __tablename__ = "handovers"
    __table_args__ = (
        references("case_id", "cases"), references("referral_id", "referrals"), references("offered_by", "accounts"),
        references("decided_by", "accounts"), references("lead_id", "accounts"), unique_in_service("crossing_id"),
        check_in("direction", Direction), check_in("state", State), check_in("why", Why),
        check_in("rejection", Rejection), check_in("about", About),
        CheckConstraint("direction = 'in' OR num_nonnulls(case_id, referral_id) = 1", name="out_has_subject"),
        CheckConstraint(
            "CASE about WHEN 'case' THEN referral_id IS NULL ELSE case_id IS NULL AND their_role IS NULL END",
            name="one_subject",
        ),
        CheckConstraint("(state = 'moved') = (moved_at IS NOT NULL)", name="moved_has_time"),
        CheckConstraint("(state = 'rejected') = (rejection IS NOT NULL)", name="rejected_has_reason"),
        CheckConstraint("(their_role IS NULL) = (we_lead IS NULL)", name="joint_whole"),
        CheckConstraint("state NOT IN ('together', 'ended') OR their_role IS NOT NULL", name="together_is_joint"),
        check_in("their_role", PartyRole),
        Index("ix_handovers_case", "tenant_id", "case_id"),
        Index("ix_handovers_referral", "tenant_id", "referral_id"),
        Index("ix_handovers_state", "tenant_id", "state", "offered_at"),
    )
    grants = KEPT

    crossing_id: Mapped[UUID]
    direction: Mapped[str]
    state: Mapped[str] = mapped_column(default=State.OFFERED)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    about: Mapped[str] = mapped_column(default=About.CASE, server_default="case")
    case_id: Mapped[UUID | None]
    referral_id: Mapped[UUID | None]
    why: Mapped[str]
    urgent: Mapped[bool] = mapped_column(default=False)
    preview: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("handovers.preview"))  # codes only, no names
    offered_at: Mapped[datetime] = mapped_column(server_default=func.now())
    offered_by: Mapped[UUID | None]
    expires_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    rejection: Mapped[str | None]
    lead_id: Mapped[UUID | None]  # who leads it at the receiving service
    moved_at: Mapped[datetime | None]
    their_role: Mapped[str | None]
    we_lead: Mapped[bool | None]  # the meeting
    words: Mapped[str | None] = mapped_column(EncryptedText("handovers.words"))  # what they may read of what happened

    @property
    def is_joint(self) -> bool:
        return self.their_role is not None


def to_ask_again(handover_id: UUID, party_id: UUID) -> str:
    """Names the task to ask somebody again who came here with a case."""
    return f"handover:{handover_id}:{party_id}"


class HandoverRecord(ServiceOwned):
    """One record of the case as it was at the service before: kept to read, never to work on."""

    __tablename__ = "handover_records"
    __table_args__ = (
        references("handover_id", "handovers"), CheckConstraint("position >= 0", name="position_not_negative"),
        unique_in_service("handover_id", "part", "position"),
    )
    grants = APPENDED

    handover_id: Mapped[UUID]
    part: Mapped[str]
    position: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("handover_records.content"))
