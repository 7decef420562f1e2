"""Two sides, kept apart: nobody is on both, and what both hold reaches nobody until somebody checks (DOMAIN C5)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import aliased

from concord.database import db
from tenants.casework.events import Act, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseParty
from tenants.people import service as people
from tenants.people.queries import records_of
from tenants.people.service import Refused


def refuse_if_here(case: Case, person_id: UUID, role: str) -> None:
    """An individual is on a case once, under whichever of their records; never on both sides."""
    statement = select(CaseParty.role).where(
        CaseParty.case_id == case.id, CaseParty.person_id.in_(records_of(person_id))
    )
    roles = set(db.session.scalars(statement))
    if role in roles:
        raise Refused(_("They are on this case already."))
    if roles:
        raise Refused(_("They are on the other side of this case. Nobody can be on both sides."))


def block_as_party(case: Case, party: CaseParty, act: Act) -> None:
    """Somebody joined a case: every way that the other side of it holds, too, is blocked."""
    statement = select(CaseParty.person_id).where(CaseParty.case_id == case.id, CaseParty.role != party.role)
    others = db.session.scalars(statement).all()
    _tell(case, people.block_what_others_hold(party.person_id, others, act.written_at), act)


def block_new_way(case: Case, party: CaseParty, point_id: UUID, act: Act) -> None:
    """A way was added: it is blocked when the other side of any case that the person is in holds it, too."""
    mine, theirs = aliased(CaseParty), aliased(CaseParty)
    statement = (
        select(theirs.person_id).join(mine, mine.case_id == theirs.case_id)
        .where(mine.person_id == party.person_id, theirs.role != mine.role).distinct()
    )
    others = db.session.scalars(statement).all()
    blocked = people.block_what_others_hold(party.person_id, others, act.written_at, only=point_id)
    _tell(case, blocked, act)


def _tell(case: Case, blocked: set[UUID], act: Act) -> None:
    """Write down for whom of this case something was blocked."""
    if blocked:
        quiet = replace(act, note=None)  # the note belongs to what was done
        parties = select(CaseParty.id).where(CaseParty.case_id == case.id, CaseParty.person_id.in_(blocked))
        for party_id in db.session.scalars(parties.order_by(CaseParty.added_at, CaseParty.id)):
            write_event(
                case, EventKind.PERSON_CHANGED, quiet, party_id=party_id, detail={"part": "blocked"}
            )
