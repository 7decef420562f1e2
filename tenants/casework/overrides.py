"""Rules that a manager set aside: they stand with the move, and on a report by month (E2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from concord.identity.models import Account
from concord.web.translations import UK
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseEvent
from tenants.casework.visibility import Reader, visible_to


@dataclass(frozen=True)
class Override:
    """One move with what was set aside for it."""

    case_id: UUID
    reference: str
    happened_on: date
    manager: str
    to_stage: str
    names: list[str]
    words: str


def in_month(first_day: date, reader: Reader) -> list[Override]:
    """Of the cases that this reader may see, newest first. The month is the one in which it was written down."""
    written = CaseEvent.recorded_at
    begins, ends = (datetime.combine(day, time(), UK) for day in (first_day, month_after(first_day)))
    statement = (
        select(
            Case.id, Case.reference, CaseEvent.happened_on, Account.name, CaseEvent.to_stage,
            CaseEvent.detail["overridden"], CaseEvent.note,
        )
        .join(Case, Case.id == CaseEvent.case_id).join(Account, Account.id == CaseEvent.actor_id)
        .where(
            CaseEvent.kind == EventKind.STAGE_CHANGED, CaseEvent.detail.has_key("overridden"),
            written >= begins, written < ends, visible_to(reader),
        )
        .order_by(written.desc(), CaseEvent.id.desc())
    )
    return [Override(*row) for row in db.session.execute(statement)]


def month_after(first_day: date) -> date:
    return (first_day + timedelta(days=31)).replace(day=1)


def month_before(first_day: date) -> date:
    return (first_day - timedelta(days=1)).replace(day=1)
