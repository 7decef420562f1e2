"""Lists to come back to: one's own, and those that somebody shared with the team."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, func, select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.casework.filters import Filters
from tenants.casework.list_models import SavedFilter
from tenants.people.service import Refused

MOST = 20  # of one member of staff


def save(account_id: UUID, name: str, filters: Filters, *, shared: bool) -> None:
    """Keep the codes of a list under a name."""
    mine = select(func.count()).select_from(SavedFilter).where(SavedFilter.account_id == account_id)
    if db.session.execute(mine).scalar_one() >= MOST:
        raise Refused(_("You have %(number)s saved lists. Remove one first.", number=MOST))
    saved = SavedFilter(id=uuid7(), account_id=account_id, name=name, query=filters.address(), shared=shared)
    db.session.add(saved)
    db.session.flush()
    record_act("create", "saved_filter", saved.id)


def remove(account_id: UUID, saved_id: UUID) -> bool:
    """Take away a list of one's own; False when there is none of this id."""
    statement = delete(SavedFilter).where(SavedFilter.id == saved_id, SavedFilter.account_id == account_id)
    gone = db.session.execute(statement.returning(SavedFilter.id)).one_or_none() is not None
    if gone:
        record_act("change", "saved_filter", saved_id, removed="yes")
    return gone
