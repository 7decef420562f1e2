"""The verbs of what somebody needs to take part: everybody is asked, and those who need nothing say so (DOMAIN A6)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from tenants.people.intake import Needs
from tenants.people.models import PersonNeeds

NEEDS = tuple(Needs.__dataclass_fields__)


def locked_needs(person_id: UUID) -> PersonNeeds:
    """What is on record, for this act alone until the transaction ends; an empty row where nothing is."""
    blank = insert(PersonNeeds).values(tenant_id=scope.current_tenant_id(), id=uuid7(), person_id=person_id)
    db.session.execute(blank.on_conflict_do_nothing(index_elements=["tenant_id", "person_id"]))
    statement = select(PersonNeeds).where(PersonNeeds.person_id == person_id)
    return db.session.execute(
        statement.with_for_update().execution_options(populate_existing=True)
    ).scalar_one()


def ask_needs(person_id: UUID, needs: Needs, *, asked_by: UUID, asked_at: datetime) -> None:
    """They were asked, and this is what they said."""
    row = locked_needs(person_id)
    for name in NEEDS:
        setattr(row, name, getattr(needs, name))
    _asked(row, asked_by, asked_at)


def confirm_needs(person_id: UUID, *, asked_by: UUID, asked_at: datetime) -> bool:
    """They were asked, and what is on record is right: mostly that they need nothing. Gives whether something is."""
    row = locked_needs(person_id)
    _asked(row, asked_by, asked_at)
    return any(getattr(row, name) for name in NEEDS)


def _asked(row: PersonNeeds, asked_by: UUID, asked_at: datetime) -> None:
    row.asked_by, row.asked_at, row.recorded_at = asked_by, asked_at, asked_at
    row.version += 1
    db.session.flush()
    record_act("change", "person", row.person_id, part="needs")
