"""Conflicts of interest: whoever declared one, or had one declared of them, is locked out of that incident (T2).

It holds for everything about the incident, whatever their role, from that moment until somebody else lifts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, not_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, aliased

from concord.database import db
from tenants.referrals.triage_models import ConflictDeclaration

Declared = ConflictDeclaration
IdColumn = ColumnElement[UUID] | InstrumentedAttribute[UUID]


def standing(account_id: UUID | IdColumn, incident_id: IdColumn | None = None) -> Select[UUID]:
    """Incidents that an account has a conflict of interest in which nobody lifted; of one incident on request."""
    later = aliased(Declared)
    lifted = exists().where(
        later.incident_id == Declared.incident_id, later.account_id == Declared.account_id, not_(later.conflict),
        tuple_(later.declared_at, later.id) > tuple_(Declared.declared_at, Declared.id),
    )
    found = select(Declared.incident_id).where(Declared.account_id == account_id, Declared.conflict, not_(lifted))
    return found if incident_id is None else found.where(Declared.incident_id == incident_id)


def locked_out(account_id: UUID) -> Select[UUID]:
    """For a where: the incidents that somebody may know nothing of."""
    return standing(account_id)


def is_locked_out(account_id: UUID, incident_id: UUID) -> bool:
    """Whether they may see nothing of this incident."""
    mine = standing(account_id).where(Declared.incident_id == incident_id)
    return db.session.execute(mine.limit(1)).first() is not None


def who_is_locked_out(incident_id: UUID) -> list[UUID]:
    """The accounts with a conflict of interest in an incident."""
    newest = (
        select(Declared.account_id, Declared.conflict).where(Declared.incident_id == incident_id)
        .ext(distinct_on(Declared.account_id))
        .order_by(Declared.account_id, Declared.declared_at.desc(), Declared.id.desc())
    )
    return [row.account_id for row in db.session.execute(newest) if row.conflict]


def declare(  # noqa: PLR0913 - the columns of a declaration
    incidents: Iterable[UUID], account_id: UUID, *, conflict: bool, recorded_by: UUID,
    declared_at: datetime | None = None, words: str | None = None,
) -> None:
    """Write down whether somebody has a conflict of interest, for each incident that a case or referral is about."""
    moment = declared_at or datetime.now(UTC)
    db.session.add_all([
        ConflictDeclaration(
            incident_id=incident_id, account_id=account_id, conflict=conflict, recorded_by=recorded_by,
            declared_at=moment, words=words,
        )
        for incident_id in incidents
    ])
    db.session.flush()
