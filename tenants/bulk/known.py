"""What is here already: taken from a file before, entered by hand, or perhaps the same person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.identity.models import Account
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.translations import UK
from tenants.bulk.checking import CaseRead, PersonRead
from tenants.bulk.models import ImportRow, RowState
from tenants.casework.models import Case, CaseParty
from tenants.casework.tasks import Owner
from tenants.casework.visibility import visible_to
from tenants.people.matching import Candidate, Stranger, candidates_for
from tenants.people.names import words_of
from tenants.people.values import value_token

Taken = Mapping[bytes, UUID]


def taken_before(case_key: bytes) -> dict[bytes, UUID]:
    """The rows of this case that some file brought before, and the case that they became."""
    statement = select(ImportRow.taken_key, ImportRow.case_id).where(
        ImportRow.case_key == case_key, ImportRow.state == RowState.TAKEN
    )
    return {row.taken_key: row.case_id for row in db.session.execute(statement)}


def set_apart(rows: Sequence[ImportRow], taken: Taken) -> None:
    """Nothing of a case comes in a second time; somebody new on it is added by hand, who can see both sides."""
    for row in rows:
        here = row.row_key in taken
        row.state = RowState.KNOWN if here else RowState.BAD
        new = _("We took this case before, without this person. Add them on the page of the case.")
        row.found = {"faults": [] if here else [new], "case": str(next(iter(taken.values())))}
    db.session.flush()


def alike(person: PersonRead) -> list[Candidate]:
    """Records that may be of this person. It is said, and left to people."""
    tokens = [value_token(way.kind, way.value) for way in person.ways]
    return candidates_for(Stranger(person.name, person.born, tokens=tuple(filter(None, tokens))))


def equal_case(case: CaseRead, candidates: Sequence[Sequence[Candidate]], reader_id: UUID) -> UUID | None:
    """A case that whoever sent the file may see, opened on the same day for somebody of the same name and side."""
    begins = datetime.combine(case.opened, time(), UK)
    for person, others in zip(case.people, candidates, strict=True):
        same = [other.person_id for other in others if words_of(other.name) == words_of(person.name)]
        if not same:
            continue
        statement = select(Case.id).join(CaseParty, CaseParty.case_id == Case.id).where(
            CaseParty.person_id.in_(same), CaseParty.role == person.role, visible_to(_reader(reader_id)),
            Case.opened_at >= begins, Case.opened_at < begins + timedelta(days=1),
        )
        if found := db.session.scalars(statement.limit(1)).first():
            return found
    return None


def _reader(account_id: UUID) -> Owner:
    account = db.session.get_one(Account, (scope.current_tenant_id(), account_id))
    return Owner(account_id, Role(account.role))
