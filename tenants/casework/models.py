"""The case: its parties, its stage, and the events from which both follow."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service
from tenants.casework.policy import CLOSURE_REASONS, PartyState, Stage
from tenants.referrals.models import PartyRole


class EventKind(StrEnum):
    OPENED = "opened"
    STAGE_CHANGED = "stage_changed"
    PARTY_ADDED = "party_added"
    PARTY_STATE_CHANGED = "party_state_changed"
    CONTACT_ADDED = "contact_added"
    CONTACT_ATTEMPTED = "contact_attempted"
    CONTACT_CHECKED = "contact_checked"
    CONSENT_RECORDED = "consent_recorded"
    CONFLICT_DECLARED = "conflict_declared"
    STAFF_CHANGED = "staff_changed"
    ACTIVITY_RECORDED = "activity_recorded"
    INFORMATION_GIVEN = "information_given"
    NOTE = "note"


class AttemptOutcome(StrEnum):
    SPOKE = "spoke"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_DETAILS = "wrong_details"
    SENT = "sent"
    REPLIED = "replied"


class Case(ServiceOwned):
    """One incident or relationship, counted once. Exists from acceptance on."""

    __tablename__ = "cases"
    __table_args__ = (
        references("incident_id", "incidents"), references("lead_id", "accounts"), unique_in_service("reference"),
        check_in("stage", Stage), check_in("closure_reason", CLOSURE_REASONS),
        CheckConstraint("(stage = 'closed') = (closure_reason IS NOT NULL)", name="closed_has_reason"),
        CheckConstraint("episode > 0 AND version > 0", name="counts_positive"),
        Index("ix_cases_stage", "tenant_id", "stage", "opened_at"),
        Index("ix_cases_lead", "tenant_id", "lead_id"),
    )
    grants = KEPT

    reference: Mapped[str]
    incident_id: Mapped[UUID]
    lead_id: Mapped[UUID]
    stage: Mapped[str] = mapped_column(default=Stage.ALLOCATED)
    episode: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    closed_at: Mapped[datetime | None]
    closure_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class CaseParty(ServiceOwned):
    """One person on one case."""

    __tablename__ = "case_parties"
    __table_args__ = (
        references("case_id", "cases"), references("person_id", "people"), unique_in_service("case_id", "person_id"),
        check_in("role", PartyRole), check_in("state", PartyState),
        Index("ix_case_parties_person", "tenant_id", "person_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[str]
    state: Mapped[str] = mapped_column(default=PartyState.NOT_CONTACTED)
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CaseEvent(ServiceOwned):
    """Something that happened, and when it was written down. Never changed."""

    __tablename__ = "case_events"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("actor_id", "accounts"),
        check_in("kind", EventKind), check_in("to_stage", Stage), check_in("from_stage", Stage),
        CheckConstraint("(kind IN ('opened', 'stage_changed')) = (to_stage IS NOT NULL)", name="stage_event_has_stage"),
        CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_case_events_case", "tenant_id", "case_id", "happened_on", "recorded_at"),
        Index("ix_case_events_stage", "tenant_id", "to_stage", "happened_on"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    party_id: Mapped[UUID | None]
    kind: Mapped[str]
    from_stage: Mapped[str | None]
    to_stage: Mapped[str | None]
    happened_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    actor_id: Mapped[UUID | None]
    episode: Mapped[int]
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(EncryptedText("case_events.note"))
    guards: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class CaseMember(ServiceOwned):
    """Staff of a case beside its lead; a volunteer facilitator sees only cases they belong to."""

    __tablename__ = "case_members"
    __table_args__ = (
        references("case_id", "cases"), references("account_id", "accounts"),
        unique_in_service("case_id", "account_id"), Index("ix_case_members_account", "tenant_id", "account_id"),
    )
    grants = EDITED

    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ConflictDeclaration(ServiceOwned):
    """A member of staff says whether they have a conflict of interest in a case (T2)."""

    __tablename__ = "conflict_declarations"
    __table_args__ = (
        references("incident_id", "incidents"), references("account_id", "accounts"),
        references("recorded_by", "accounts"),
        Index("ix_conflict_declarations_incident", "tenant_id", "incident_id", "account_id", "declared_at"),
    )
    grants = APPENDED

    incident_id: Mapped[UUID]
    account_id: Mapped[UUID]
    conflict: Mapped[bool]
    recorded_by: Mapped[UUID]
    declared_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class ContactAttempt(ServiceOwned):
    """One try to reach a party. ``safe_route`` is what the rule said at that moment."""

    __tablename__ = "contact_attempts"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"),
        references("contact_point_id", "contact_points"), references("actor_id", "accounts"),
        check_in("outcome", AttemptOutcome),
        Index("ix_contact_attempts_case", "tenant_id", "case_id", "happened_at"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]
    contact_point_id: Mapped[UUID]
    outcome: Mapped[str]
    safe_route: Mapped[bool]
    happened_at: Mapped[datetime]
    actor_id: Mapped[UUID]
    note: Mapped[str | None] = mapped_column(EncryptedText("contact_attempts.note"))
