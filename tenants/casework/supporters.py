"""Who is on the side of a party: supporters, representatives, guardians, interpreters, professionals (DOMAIN A6).

Their audience is the side of the party, so that nothing made for the other side can name them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.database.columns import uuid7
from tenants.casework.events import Act, NoSuchCase, open_case, party_of, write_event
from tenants.casework.kinds import Audience, EventKind, SupporterKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.record_models import CaseSupporter
from tenants.people.models import Answer
from tenants.people.service import Refused


@dataclass(frozen=True, kw_only=True)
class Supporter:
    """Somebody with a party, as they are written down."""

    kind: SupporterKind
    name: str
    relation: str | None = None
    contact: str | None = None
    may_be_told: Answer = Answer.UNKNOWN


@dataclass(frozen=True)
class SupporterView:
    """The same, as a page, a consent or a meeting needs it."""

    id: UUID
    party_id: UUID
    role: str
    kind: str
    name: str
    relation: str | None
    contact: str | None
    may_be_told: str
    ended_at: datetime | None

    @property
    def audience(self) -> Audience:
        """The side that may know of them, and no other."""
        return Audience(self.role)


def supporters_of(case_id: UUID, *, with_ended: bool = False) -> list[SupporterView]:
    """Everybody on either side of a case, in the order in which they came."""
    statement = (
        select(
            CaseSupporter.id, CaseSupporter.party_id, CaseParty.role, CaseSupporter.kind, CaseSupporter.name,
            CaseSupporter.relation, CaseSupporter.contact, CaseSupporter.may_be_told, CaseSupporter.ended_at,
        )
        .join(CaseParty, CaseParty.id == CaseSupporter.party_id)
        .where(CaseParty.case_id == case_id).order_by(CaseSupporter.added_at, CaseSupporter.id)
    )
    if not with_ended:
        statement = statement.where(CaseSupporter.ended_at.is_(None))
    return [SupporterView(*row) for row in db.session.execute(statement)]


def supporter_of_case(case_id: UUID, supporter_id: UUID, *, locked: bool = True) -> CaseSupporter:
    """One of them; ``locked`` for this act alone until the transaction ends."""
    statement = (
        select(CaseSupporter).join(CaseParty, CaseParty.id == CaseSupporter.party_id)
        .where(CaseParty.case_id == case_id, CaseSupporter.id == supporter_id)
    )
    if locked:
        statement = statement.with_for_update(of=CaseSupporter).execution_options(populate_existing=True)
    found = db.session.scalar(statement)
    if found is None:
        raise NoSuchCase(str(supporter_id))
    return found


def add_supporter(case_id: UUID, party_id: UUID, supporter: Supporter, act: Act) -> UUID:
    """Somebody who is with a party."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    row = CaseSupporter(
        id=uuid7(), party_id=party.id, added_by=act.actor_id, added_at=act.moment, **vars(supporter)
    )
    db.session.add(row)
    _written(case, row, "added", act)
    return row.id


def change_supporter(case_id: UUID, supporter_id: UUID, supporter: Supporter, act: Act) -> None:
    """Who they are, how they are reached, what they may be told."""
    case, row = _open(case_id, supporter_id, act)
    for name, value in vars(supporter).items():
        setattr(row, name, value)
    _written(case, row, "changed", act)


def end_supporter(case_id: UUID, supporter_id: UUID, act: Act) -> None:
    """They are not with the party any more, and are told nothing from now on."""
    case, row = _open(case_id, supporter_id, act)
    row.ended_at, row.may_be_told = act.moment, Answer.NO
    _written(case, row, "ended", act)


def _open(case_id: UUID, supporter_id: UUID, act: Act) -> tuple[Case, CaseSupporter]:
    case = open_case(case_id, act)
    row = supporter_of_case(case_id, supporter_id)
    if row.ended_at:
        raise Refused(_("They are not on this case any more."))
    return case, row


def _written(case: Case, row: CaseSupporter, change: str, act: Act) -> None:
    row.version = (row.version or 0) + 1
    write_event(
        case, EventKind.SUPPORTER_CHANGED, act, party_id=row.party_id, detail={"change": change, "kind": row.kind}
    )
