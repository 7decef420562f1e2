"""What happened in a case, as it was written down."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import aliased

from concord.database import db
from concord.identity.models import Account
from tenants.casework.models import CaseEvent


@dataclass(frozen=True)
class TimelineRow:
    """One event as it was written down."""

    kind: str
    party_id: UUID | None
    from_stage: str | None
    to_stage: str | None
    happened_on: date
    recorded_at: datetime
    detail: dict[str, Any]
    note: str | None
    actor: str | None
    staff: str | None  # of whom it speaks
    episode: int
    audience: str


def events_of(case_id: UUID, kinds: Collection[str] = (), most: int | None = None) -> list[TimelineRow]:
    """What happened, newest first; what happened on the same day in the order of writing.

    Of some kinds on request, and no more than the newest ``most``.
    """
    about = aliased(Account)
    named = func.coalesce(*(CaseEvent.detail[key].astext for key in ("account", "lead", "member")))
    statement = (
        select(
            CaseEvent.kind, CaseEvent.party_id, CaseEvent.from_stage, CaseEvent.to_stage, CaseEvent.happened_on,
            CaseEvent.recorded_at, CaseEvent.detail, CaseEvent.note, Account.name.label("actor"),
            about.name.label("staff"), CaseEvent.episode, CaseEvent.audience,
        )
        .join(Account, Account.id == CaseEvent.actor_id, isouter=True)
        .join(about, cast(about.id, Text) == named, isouter=True)
        .where(CaseEvent.case_id == case_id, *([CaseEvent.kind.in_(kinds)] if kinds else []))
        .order_by(CaseEvent.happened_on.desc(), CaseEvent.recorded_at.desc(), CaseEvent.id.desc()).limit(most)
    )
    return [TimelineRow(*row) for row in db.session.execute(statement)]
