"""Meetings and exchanges between the two sides: what counts as an activity (DOMAIN A7, E3)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references
from tenants.meetings.policy import FORMS, FormClass


class ActivityStatus(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    UNDER_WAY = "under_way"
    COMPLETED = "completed"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    POSTPONED = "postponed"


class Activity(ServiceOwned):
    """One meeting or exchange. The class is stored with it, because counts depend on it."""

    __tablename__ = "activities"
    __table_args__ = (
        references("case_id", "cases"), references("recorded_by", "accounts"),
        check_in("form", FORMS), check_in("form_class", FormClass), check_in("status", ActivityStatus),
        Index("ix_activities_case", "tenant_id", "case_id"),
        Index("ix_activities_counted", "tenant_id", "status", "happened_on"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    form: Mapped[str]
    form_class: Mapped[str]
    status: Mapped[str]
    happened_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    note: Mapped[str | None] = mapped_column(EncryptedText("activities.note"))
