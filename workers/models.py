"""The schedule's memory: one row for each time something was due, so that it runs once and none is skipped."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import EDITED, Registry
from concord.database.columns import uuid7


class ScheduleRun(Registry):
    """One due time of one schedule, in UK time."""

    __tablename__ = "schedule_runs"
    __table_args__ = (UniqueConstraint("schedule", "due_at"),)
    access: ClassVar[dict[str, tuple[str, ...]]] = {"concord_app": EDITED}

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    schedule: Mapped[str]
    due_at: Mapped[datetime]
    done_at: Mapped[datetime] = mapped_column(server_default=func.now())
