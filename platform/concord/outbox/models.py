"""The outbox: what must happen because of a change, written in the transaction of that change."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import check_in


class Lane(StrEnum):
    """Safety first, then what someone waits for, then the rest."""

    SAFETY = "safety"
    INTERACTIVE = "interactive"
    BULK = "bulk"


class State(StrEnum):
    WAITING = "waiting"
    DONE = "done"
    PARKED = "parked"


class OutboxEvent(ServiceOwned):
    """One thing to do. ``ids`` names rows; no personal data."""

    __tablename__ = "outbox"
    __table_args__ = (
        check_in("lane", Lane), check_in("state", State),
        Index("ix_outbox_waiting", "tenant_id", "lane", "due_at", "id", postgresql_where=text("state = 'waiting'")),
        Index("ix_outbox_parked", "tenant_id", "lane", postgresql_where=text("state = 'parked'")),
    )
    grants = KEPT
    narrow: ClassVar[dict[str, str]] = {"concord_relay": "SELECT (tenant_id, lane, due_at, state)"}

    kind: Mapped[str]
    lane: Mapped[str]
    ids: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=State.WAITING)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    due_at: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None]
    fault: Mapped[str | None]
