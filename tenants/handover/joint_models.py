"""A case of two services: what the other one tells us of its side, and of the meeting that it leads."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, false, text
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, EncryptedText, check_in, references, unique_in_service
from tenants.meetings.policy import FORMS, ActivityStatus


class JointCase(ServiceOwned):
    """One case with another service, until it ended. Each works with its own person; nothing here names theirs."""

    __tablename__ = "joint_cases"
    __table_args__ = (
        references("case_id", "cases"), references("handover_id", "handovers"), unique_in_service("handover_id"),
        Index("uq_joint_cases_open", "tenant_id", "case_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("ix_joint_cases_case", "tenant_id", "case_id"),
        check_in("plan_status", ActivityStatus), check_in("plan_form", FORMS),
        CheckConstraint("num_nonnulls(plan_status, plan_form, plan_terms) IN (0, 3)", name="plan_whole"),
        CheckConstraint("heard_at IS NOT NULL OR NOT going_ahead", name="heard_before_going_ahead"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    handover_id: Mapped[UUID]
    other_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    we_lead: Mapped[bool]  # the meeting
    knew_them: Mapped[bool]  # their person was on the case here before
    told: Mapped[dict[str, Any] | None] = mapped_column(EncryptedJson("joint_cases.told"))  # what they heard last
    heard_at: Mapped[datetime | None]  # by the clock of the other side
    going_ahead: Mapped[bool] = mapped_column(default=False, server_default=false())
    holds: Mapped[dict[str, Any]] = mapped_column(default=dict)  # which guards hold of their side, until when
    # The plan of the meeting, when they lead it.
    plan_status: Mapped[str | None]
    plan_form: Mapped[str | None]
    plan_terms: Mapped[str | None]  # the mark of what is to be agreed to; another one when that changes
    plan_starts_at: Mapped[datetime | None]
    plan_ends_at: Mapped[datetime | None]
    plan_held_on: Mapped[date | None]
    plan_place: Mapped[str | None] = mapped_column(EncryptedText("joint_cases.plan_place"))
    plan_address: Mapped[str | None] = mapped_column(EncryptedText("joint_cases.plan_address"))
    plan_leaders: Mapped[str | None] = mapped_column(EncryptedText("joint_cases.plan_leaders"))
    plan_others: Mapped[list[Any] | None] = mapped_column(EncryptedJson("joint_cases.plan_others"))  # who else comes
    agreed: Mapped[list[Any] | None] = mapped_column(EncryptedJson("joint_cases.agreed"))  # points our person may read
    we_agreed_on: Mapped[date | None]  # for our person
    we_confirmed_on: Mapped[date | None]
    we_said_no: Mapped[bool] = mapped_column(default=False, server_default=false())  # to a meeting that was arranged
    ended_at: Mapped[datetime | None]  # since then each works on its own case alone

    @property
    def to_agree(self) -> str:
        """Names the task to ask our person about this plan of theirs."""
        return f"joint_plan:{self.id}:{self.plan_terms}"

    @property
    def to_confirm(self) -> str:
        """The same on its day."""
        return f"joint_day:{self.id}:{self.plan_terms}"
