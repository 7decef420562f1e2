"""What is written down about a person of a case: who they are, what they need, how they may be reached."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _t
from flask_babel import lazy_gettext as _
from sqlalchemy import exists, not_, select

from concord.database import db
from tenants.casework import policy
from tenants.casework.events import (
    Act,
    NoSuchCase,
    locked_case,
    open_case,
    party_of,
    refuse_kept_elsewhere,
    write_event,
)
from tenants.casework.guards import Condition, guard, ours
from tenants.casework.kinds import EventKind
from tenants.casework.missing import Page, names
from tenants.casework.models import Case, CaseParty
from tenants.casework.opening import add_party
from tenants.people import service as people
from tenants.people.models import ContactPoint, Person, PersonNeeds, StatedBy
from tenants.people.service import AllRules, Details, Needs, Refused
from tenants.referrals.models import PartyRole

NEEDS_ASKED = "needs_asked"


NEEDS_PAGE = Page("casework.person_needs", about="party_id")

@guard(NEEDS_ASKED, _("Somebody has not been asked yet what they need to take part."), page="casework.people")
def needs_asked() -> Condition:
    """Everybody who has not left was asked (DOMAIN A6), as far as we work with them."""
    waiting = exists().where(CaseParty.case_id == Case.id, ours(), CaseParty.state.not_in(policy.OUT), not_asked())
    return not_(waiting.correlate(Case))


@names(NEEDS_ASKED, _("%(name)s has not been asked yet what they need to take part."), page=NEEDS_PAGE)
def not_asked() -> Condition:
    asked = exists().where(PersonNeeds.person_id == CaseParty.person_id, PersonNeeds.asked_at.is_not(None))
    return not_(asked.correlate(CaseParty))


def add_known_person(case_id: UUID, person_id: UUID, role: PartyRole, act: Act) -> UUID:
    """Somebody who is on record already becomes a party: they may be harmed here and responsible elsewhere."""
    case = open_case(case_id, act)
    if db.session.scalar(select(Person.id).where(Person.id == person_id)) is None:
        raise Refused(_t("Choose a person"))
    party = add_party(case, person_id, role, act)
    detail = {"role": str(role), "known": True}
    write_event(case, EventKind.PARTY_ADDED, act, party_id=party.id, detail=detail)
    return party.id


def change_details(case_id: UUID, party_id: UUID, details: Details, act: Act) -> None:
    """What a party is called, when they were born and which language they speak with us."""
    case, party = _person_of(case_id, party_id, act)
    people.change_details(party.person_id, details)
    _written(case, party, "details", act)


def ask_needs(case_id: UUID, party_id: UUID, needs: Needs, act: Act) -> None:
    """A party was asked what they need, and this is what they said."""
    case, party = _person_of(case_id, party_id, act)
    people.ask_needs(party.person_id, needs, asked_by=act.actor_id, asked_at=act.moment)
    _written(case, party, "needs" if needs else "no_needs", act)


def confirm_needs(case_id: UUID, party_id: UUID, act: Act) -> None:
    """A party was asked, and what is on record about their needs is right."""
    case, party = _person_of(case_id, party_id, act)
    needed = people.confirm_needs(party.person_id, asked_by=act.actor_id, asked_at=act.moment)
    _written(case, party, "needs" if needed else "no_needs", act)


def record_equality(case_id: UUID, party_id: UUID, answers: Mapping[str, str] | None, act: Act) -> None:
    """What a party chose to say about themselves; None when they would rather not. Also when the case has ended."""
    case = locked_case(case_id, replace(act, version=None))
    party = party_of(case, party_id)
    if answers is None:
        people.decline_equality(party.person_id, recorded_by=act.actor_id, recorded_at=act.written_at)
    else:
        people.record_equality(party.person_id, answers, recorded_by=act.actor_id, recorded_at=act.written_at)
    _written(case, party, "equality", act)


def change_rules(case_id: UUID, point_id: UUID, rules: AllRules, stated_by: StatedBy, act: Act) -> None:
    """How a way to reach a party may be used."""
    case, party = _way_of(case_id, point_id, act)
    people.change_rules(point_id, rules, stated_by)
    _written(case, party, "rules", act)


def end_way(case_id: UUID, point_id: UUID, act: Act) -> None:
    """A way to reach a party is no longer theirs."""
    case, party = _way_of(case_id, point_id, act)
    people.end_contact_point(point_id)
    _written(case, party, "way_ended", act)


def _person_of(case_id: UUID, party_id: UUID, act: Act) -> tuple[Case, CaseParty]:
    """These change a record of a person, which tells by itself what others changed, or add what cannot collide."""
    case = open_case(case_id, replace(act, version=None))
    return case, party_of(case, party_id)


def _way_of(case_id: UUID, point_id: UUID, act: Act) -> tuple[Case, CaseParty]:
    case = open_case(case_id, replace(act, version=None))
    statement = (
        select(CaseParty).join(ContactPoint, ContactPoint.person_id == CaseParty.person_id)
        .where(CaseParty.case_id == case.id, ContactPoint.id == point_id)
    )
    party = db.session.scalar(statement)
    if party is None:
        raise NoSuchCase(str(point_id))
    refuse_kept_elsewhere(party)
    return case, party


def _written(case: Case, party: CaseParty, part: str, act: Act) -> None:
    write_event(case, EventKind.PERSON_CHANGED, act, party_id=party.id, detail={"part": part})
