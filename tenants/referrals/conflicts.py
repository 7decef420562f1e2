"""Conflicts of interest: whoever declared one, or had one declared of them, is locked out of that incident (T2).

It holds for everything about the incident, whatever their role, from that moment until somebody else lifts it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Select, exists, not_, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import InstrumentedAttribute, aliased

from concord.database import db
from concord.identity.models import Account
from tenants.people.service import Refused
from tenants.referrals.triage_models import ConflictDeclaration

Declared = ConflictDeclaration
Later = aliased(ConflictDeclaration)  # made once: an alias takes long to make
IdColumn = ColumnElement[UUID] | InstrumentedAttribute[UUID]


def standing(account_id: UUID | IdColumn, incident_id: IdColumn | None = None) -> Select[UUID]:
    """Incidents that an account has a conflict of interest in which nobody lifted; of one incident on request."""
    lifted = exists().where(
        Later.incident_id == Declared.incident_id, Later.account_id == Declared.account_id, not_(Later.conflict),
        tuple_(Later.declared_at, Later.id) > tuple_(Declared.declared_at, Declared.id),
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


def who_is_locked_out(incident_id: UUID) -> dict[UUID, str]:
    """The accounts with a conflict of interest in an incident, each with its name."""
    newest = (
        select(Declared.account_id, Declared.conflict, Account.name).join(Account, Account.id == Declared.account_id)
        .where(Declared.incident_id == incident_id).ext(distinct_on(Declared.account_id))
        .order_by(Declared.account_id, Declared.declared_at.desc(), Declared.id.desc())
    )
    return {row.account_id: row.name for row in db.session.execute(newest) if row.conflict}


def declare(  # noqa: PLR0913 - the columns of a declaration
    incidents: Iterable[UUID], account_id: UUID, *, conflict: bool, recorded_by: UUID,
    declared_at: datetime | None = None, words: str | None = None, may_lift: bool = False,
) -> None:
    """Write down whether somebody has a conflict of interest, for each incident that a case or referral is about.

    ``may_lift``: whoever records it may say of somebody else that there is none any more, and why.
    """
    about, moment = sorted(incidents), declared_at or datetime.now(UTC)
    if not conflict and any(is_locked_out(account_id, incident_id) for incident_id in about):
        if recorded_by == account_id or not may_lift:
            raise Refused(_("Only another manager or supervisor can say that there is no conflict of interest now."))
        if not words:
            raise Refused(_("Write in the note why there is no conflict of interest now."))
    db.session.add_all([
        ConflictDeclaration(
            incident_id=incident_id, account_id=account_id, conflict=conflict, recorded_by=recorded_by,
            declared_at=moment, words=words,
        )
        for incident_id in about
    ])
    db.session.flush()
