"""The case: its parties, its stage, and the events from which both follow."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service
from tenants.casework.kinds import AttemptOutcome, Audience, Duty, EventKind, Responsibility
from tenants.casework.policy import CLOSURE_REASONS, PartyState, Stage
from tenants.referrals.models import PartyRole


class Case(ServiceOwned):
    """One incident or relationship, counted once. Exists from acceptance on."""

    __tablename__ = "cases"
    __table_args__ = (
        references("incident_id", "incidents"), references("lead_id", "accounts"), unique_in_service("reference"),
        check_in("stage", Stage), check_in("closure_reason", CLOSURE_REASONS),
        CheckConstraint("(stage IN ('closed', 'erased')) = (closure_reason IS NOT NULL)", name="closed_has_reason"),
        CheckConstraint("(stage = 'on_hold') = (hold_review_on IS NOT NULL)", name="hold_has_review"),
        CheckConstraint("episode > 0 AND version > 0", name="counts_positive"),
        Index("ix_cases_stage", "tenant_id", "stage", "opened_at"),
        Index("ix_cases_lead", "tenant_id", "lead_id"),
        Index("ix_cases_opened", "tenant_id", "opened_at", "id"),
        Index("ix_cases_closed", "tenant_id", "closed_at", "id"),
    )
    grants = KEPT

    reference: Mapped[str]
    incident_id: Mapped[UUID]
    lead_id: Mapped[UUID]
    stage: Mapped[str] = mapped_column(default=Stage.ALLOCATED)
    episode: Mapped[int] = mapped_column(default=1)
    restricted: Mapped[bool] = mapped_column(default=False, server_default="false")  # open to those named on it only
    hold_review_on: Mapped[date | None]
    opened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    reopened_on: Mapped[date | None]
    initiated_before: Mapped[bool] = mapped_column(default=False, server_default="false")  # by the service before us
    closed_at: Mapped[datetime | None]
    closure_reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class CaseParty(ServiceOwned):
    """One person on one case."""

    __tablename__ = "case_parties"
    __table_args__ = (
        references("case_id", "cases"), references("person_id", "people"), unique_in_service("case_id", "person_id"),
        check_in("role", PartyRole), check_in("state", PartyState), check_in("responsibility", Responsibility),
        CheckConstraint("role <> 'harmed' OR responsibility = 'not_asked'", name="responsibility_of_responsible"),
        CheckConstraint("kept_by_id IS NOT NULL OR NOT led_there", name="led_where_kept"),
        references("stands_in_for_id", "case_parties"),
        CheckConstraint("stands_in_for_id <> id", name="stands_in_for_another"),
        Index("ix_case_parties_person", "tenant_id", "person_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    person_id: Mapped[UUID]
    role: Mapped[str]
    state: Mapped[str] = mapped_column(default=PartyState.NOT_CONTACTED)
    responsibility: Mapped[str] = mapped_column(default=Responsibility.NOT_ASKED, server_default="not_asked")
    options_explained_on: Mapped[date | None]
    preferred_form: Mapped[str | None]  # of restorative justice
    kept_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))  # the service that works with them
    led_there: Mapped[bool] = mapped_column(default=False, server_default="false")  # and leads the meeting, too
    stands_in_for_id: Mapped[UUID | None]  # somebody of the same side who does not take part themselves (A7)
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())


class CaseEvent(ServiceOwned):
    """Something that happened, and when it was written down. Never changed."""

    __tablename__ = "case_events"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("actor_id", "accounts"),
        check_in("kind", EventKind), check_in("to_stage", Stage), check_in("from_stage", Stage),
        check_in("audience", Audience),
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
    audience: Mapped[str] = mapped_column(default=Audience.FACILITATORS, server_default="facilitators")
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str | None] = mapped_column(EncryptedText("case_events.note"))
    guards: Mapped[dict[str, Any] | None] = mapped_column(JSONB(none_as_null=True))


class CaseMember(ServiceOwned):
    """Staff of a case beside its lead; a volunteer facilitator sees only cases they belong to."""

    __tablename__ = "case_members"
    __table_args__ = (
        references("case_id", "cases"), references("account_id", "accounts"),
        unique_in_service("case_id", "account_id"), Index("ix_case_members_account", "tenant_id", "account_id"),
        check_in("duty", Duty),
    )
    grants = EDITED

    case_id: Mapped[UUID]
    account_id: Mapped[UUID]
    duty: Mapped[str] = mapped_column(default=Duty.WORKS, server_default="works")
    added_at: Mapped[datetime] = mapped_column(server_default=func.now())


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
