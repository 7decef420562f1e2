"""Referrals and people that belong together: a referral joins a case, two records become one person (E3).

Opposite sides of what happened never become one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select, union_all

from concord.database import db
from concord.web.translations import UK
from tenants.casework import signals
from tenants.casework.events import Act, locked_case, open_case, refuse_kept_elsewhere, write_event
from tenants.casework.facts import facts_of
from tenants.casework.impartiality import take_over_conflicts
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.opening import add_party
from tenants.casework.policy import GONE, PartyState
from tenants.people.individuals import decide
from tenants.people.matching_models import MatchDecision
from tenants.people.queries import records_of
from tenants.people.service import Refused
from tenants.people.signals import become_one
from tenants.referrals import triage
from tenants.referrals.models import Referral


def join(referral_id: UUID, case_id: UUID, act: Act) -> None:
    """The referral is about a case that is open: it belongs to it from now on, and so does its person.

    It stays a referral of its own, linked to the first one (E3).
    """
    referral = triage.take(referral_id)
    case = open_case(case_id, act)
    if act.happened_on < referral.here_since.astimezone(UK).date():
        raise Refused(_("A referral cannot be accepted before the day it came."))
    party_id = _here_already(case, referral)
    added = party_id is None or _back(case, party_id)
    if party_id is None:
        party_id = add_party(case, referral.person_id, referral.person_role, act).id
    take_over_conflicts(case, referral.incident_id, act)
    triage.mark_accepted(referral, case.id, act.actor_id, max(act.moment, referral.here_since))
    write_event(
        case, EventKind.REFERRAL_JOINED, act, party_id=party_id,
        detail={"referral": referral.reference, "added": added},
    )


def take_out(referral_id: UUID, act: Act) -> None:
    """It is about something else after all: the referral waits again, as it did. What was written meanwhile stays."""
    referral = triage.locked(referral_id)
    if referral.case_id is None:
        raise Refused(_("This referral is on no case."))
    case = open_case(referral.case_id, act)
    if case.reference == referral.reference:
        raise Refused(_("The case began with this referral. Close the case instead."))
    party = _who_came_with(case, referral)
    if party and party.state == PartyState.PARTICIPATED:
        raise Refused(_("They took part in this case. The referral belongs to it."))
    if party:
        refuse_kept_elsewhere(party)
        party.state = PartyState.TAKEN_OUT
    triage.put_back(referral)
    write_event(
        case, EventKind.REFERRAL_JOINED, act, party_id=party.id if party else None,
        detail={"referral": referral.reference, "taken_out": True},
    )
    if party:
        signals.party_left.send(case, party=party, act=replace(act, note=None))


def _who_came_with(case: Case, referral: Referral) -> CaseParty | None:
    """The party whom this referral alone brought to the case."""
    came_with = select(CaseEvent.party_id).where(
        CaseEvent.case_id == case.id, CaseEvent.kind == EventKind.REFERRAL_JOINED,
        CaseEvent.detail["referral"].astext == referral.reference, CaseEvent.detail["added"].astext == "true",
    )
    others = select(Referral.id).where(
        Referral.case_id == case.id, Referral.id != referral.id, Referral.person_id == CaseParty.person_id
    )
    statement = select(CaseParty).where(CaseParty.id.in_(came_with), ~others.correlate(CaseParty).exists())
    return db.session.scalars(statement).one_or_none()


def _back(case: Case, party_id: UUID) -> bool:
    """Whoever was taken out and comes again is asked anew."""
    party = db.session.get_one(CaseParty, (case.tenant_id, party_id))
    if party.state != PartyState.TAKEN_OUT:
        return False
    party.state = PartyState.NOT_CONTACTED
    return True


def say(person_id: UUID, other: UUID, decision: MatchDecision, act: Act) -> None:
    """Whether two records are of one person. The cases that they are on say so on their timelines."""
    quiet = replace(act, note=None)
    statement = select(CaseParty.case_id, CaseParty.id).join(Case, Case.id == CaseParty.case_id).where(
        CaseParty.person_id.in_([person_id, other]), Case.stage.not_in(GONE)
    )
    rows = db.session.execute(statement.order_by(CaseParty.case_id)).all()
    cases = [locked_case(row.case_id, quiet) for row in rows]  # before their people, as every verb does
    decide(person_id, other, decision, decided_by=act.actor_id, words=act.note, decided_at=act.written_at)
    for case, row in zip(cases, rows, strict=True):
        write_event(case, EventKind.MATCHED, quiet, party_id=row.id, detail={"decision": str(decision)})


def looked(case_id: UUID, act: Act) -> None:
    """Somebody looked if we met the people of a case before (T2)."""
    case = locked_case(case_id, act)
    facts = facts_of(case.id)
    facts.searched_at, facts.searched_by = act.written_at, act.actor_id
    write_event(case, EventKind.SEARCHED, act)


def _here_already(case: Case, referral: Referral) -> UUID | None:
    """The party of this very person on the same side; one on the other side is refused when it is added."""
    statement = select(CaseParty.id).where(
        CaseParty.case_id == case.id, CaseParty.role == referral.person_role,
        CaseParty.person_id.in_(records_of(referral.person_id)),
    )
    return db.session.execute(statement.order_by(CaseParty.added_at).limit(1)).scalar_one_or_none()


@become_one.connect
def refuse_opposite_sides(_sender: object, person_ids: Iterable[UUID]) -> None:
    """Nobody is harmed and responsible in one incident: such records are of two people."""
    ids = sorted(person_ids)
    sides = union_all(
        select(Referral.incident_id.label("incident"), Referral.person_role.label("role"))
        .where(Referral.person_id.in_(ids)),
        select(Case.incident_id, CaseParty.role).join(CaseParty, CaseParty.case_id == Case.id)
        .where(CaseParty.person_id.in_(ids)),
        select(Case.incident_id, Referral.person_role).join(Referral, Referral.case_id == Case.id)
        .where(Referral.person_id.in_(ids)),
    ).subquery()
    both = select(sides.c.incident).group_by(sides.c.incident).having(func.count(sides.c.role.distinct()) > 1)
    if db.session.execute(both.limit(1)).first():
        raise Refused(_("They stand on opposite sides of one incident. Nobody can be on both sides."))
