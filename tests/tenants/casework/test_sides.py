"""Two sides are kept apart: who may be on a case, and what happens to what both sides hold."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cases import SAFE_PHONE, THEIR_PHONE, Casework
from sqlalchemy import select

from concord.database import db
from concord.tenancy import scope
from concord.web.dates import uk_today
from tenants.casework import service as casework
from tenants.casework.kinds import EventKind
from tenants.casework.models import CaseEvent, CaseParty
from tenants.casework.service import OtherPerson, Refused
from tenants.notifications.gate import Channel, Refusal, may_send
from tenants.notifications.models import MessageKind
from tenants.notifications.queries import writer
from tenants.people.models import Answer, CheckedHow, ContactKind, ContactPoint, Person, Standing, StatedBy
from tenants.people.service import Check, WayToReach
from tenants.referrals.models import PartyRole

SAFE_EMAIL = WayToReach(kind=ContactKind.EMAIL, value="Home@Example.org", safe=Answer.YES)


def points(person_role: PartyRole, case_id: UUID) -> list[ContactPoint]:
    statement = (
        select(ContactPoint).join(CaseParty, CaseParty.person_id == ContactPoint.person_id)
        .where(CaseParty.case_id == case_id, CaseParty.role == person_role).order_by(ContactPoint.created_at)
    )
    return list(db.session.scalars(statement.execution_options(populate_existing=True)))


def standings(case_id: UUID) -> list[str]:
    return [point.standing for role in PartyRole for point in points(role, case_id)]


def check_all(cases: Casework, case_id: UUID, **changes: object) -> None:
    for role in PartyRole:
        for point in points(role, case_id):
            check = Check(CheckedHow.IN_PERSON, "Both", uk_today(), Standing.SAFE)
            casework.check_contact(case_id, point.id, replace(check, **changes), cases.act())  # type: ignore[arg-type]  # fields of Check


@pytest.mark.parametrize(("mine", "theirs"), [
    (SAFE_PHONE, replace(SAFE_PHONE, value="07700 900 123")),
    (SAFE_EMAIL, replace(SAFE_EMAIL, value="home@example.ORG")),
    (
        WayToReach(kind=ContactKind.POST, value="1 High Street\nTown  AB1 2CD", safe=Answer.YES),
        WayToReach(kind=ContactKind.POST, value="1, High Street, town, ab12cd"),
    ),
])
def test_what_the_other_side_holds_too_is_blocked_on_both_sides_when_somebody_joins(
    cases: Casework, mine: WayToReach, theirs: WayToReach
) -> None:
    case_id = cases.case("Hattie Example", mine)
    with cases.world.inside(cases.service):
        casework.add_other_person(
            case_id, OtherPerson("Rhys Example", PartyRole.RESPONSIBLE, (theirs,), StatedBy.SELF), cases.act()
        )
        assert standings(case_id) == [Standing.UNKNOWN, Standing.UNKNOWN]
        assert all(point.clashed_at for role in PartyRole for point in points(role, case_id))
        blocked = db.session.scalars(
            select(CaseEvent.detail).where(CaseEvent.case_id == case_id, CaseEvent.kind == EventKind.PERSON_CHANGED)
        ).all()
        assert blocked == [{"part": "blocked"}] * 2
        with pytest.raises(Refused, match="Held for both sides of a case"):
            cases.speak(case_id)


def test_a_way_that_is_added_later_is_compared_with_the_other_side_of_every_case_of_the_person(
    cases: Casework,
) -> None:
    here, elsewhere = cases.case_of_two(), cases.case("Ines Example", SAFE_EMAIL)
    with cases.world.inside(cases.service):
        rhys = points(PartyRole.RESPONSIBLE, here)[0].person_id
        casework.add_known_person(elsewhere, rhys, PartyRole.RESPONSIBLE, cases.act())
        party = cases.parties(here)[PartyRole.RESPONSIBLE]
        casework.add_way(here, party, SAFE_EMAIL, StatedBy.SELF, cases.act())
        assert [point.standing for point in points(PartyRole.HARMED, elsewhere)] == [Standing.UNKNOWN]
        assert points(PartyRole.HARMED, here)[0].standing == Standing.SAFE


def test_it_stays_blocked_until_a_check_after_that_and_something_else_does_not_block_it_again(cases: Casework) -> None:
    case_id = cases.case("Hattie Example", SAFE_PHONE)
    with cases.world.inside(cases.service):
        other = OtherPerson("Rhys Example", PartyRole.RESPONSIBLE, (SAFE_PHONE,), StatedBy.SELF)
        casework.add_other_person(case_id, other, cases.act())
        with pytest.raises(Refused, match="Check it again after that"):
            check_all(cases, case_id, checked_on=uk_today() - timedelta(days=1))
        assert standings(case_id) == [Standing.UNKNOWN, Standing.UNKNOWN]
        check_all(cases, case_id)
        cases.speak(case_id)
        party = cases.parties(case_id)[PartyRole.RESPONSIBLE]
        casework.add_way(case_id, party, THEIR_PHONE, StatedBy.SELF, cases.act())
        assert set(standings(case_id)) == {Standing.SAFE}


def test_the_gate_sends_nothing_to_what_both_sides_hold(cases: Casework) -> None:
    referral_id = cases.refer("Hattie Example", SAFE_EMAIL)
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, cases.manager.id, cases.act(), conflict=False)
        point = points(PartyRole.HARMED, case_id)[0]
        assert may_send(MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL, writer(referral_id, point.id)) is None
        other = OtherPerson("Rhys Example", PartyRole.RESPONSIBLE, (SAFE_EMAIL,))
        casework.add_other_person(case_id, other, cases.act())
        refusal = may_send(MessageKind.ACKNOWLEDGEMENT, Channel.EMAIL, writer(referral_id, point.id))
        assert refusal == Refusal.NOT_SAFE


def test_a_way_from_before_there_were_tokens_is_compared_all_the_same(cases: Casework) -> None:
    case_id = cases.case("Hattie Example", SAFE_PHONE)
    with cases.world.inside(cases.service):
        points(PartyRole.HARMED, case_id)[0].value_token = None
        db.session.flush()
        other = OtherPerson("Rhys Example", PartyRole.RESPONSIBLE, (SAFE_PHONE,))
        casework.add_other_person(case_id, other, cases.act())
        assert standings(case_id) == [Standing.UNKNOWN, Standing.UNKNOWN]


def test_somebody_harmed_here_may_be_responsible_elsewhere_but_never_both_in_one_case(cases: Casework) -> None:
    here, elsewhere = cases.case_of_two(), cases.case("Ines Example", SAFE_EMAIL)
    with cases.world.inside(cases.service):
        hattie = points(PartyRole.HARMED, here)[0].person_id
        casework.add_known_person(elsewhere, hattie, PartyRole.RESPONSIBLE, cases.act())
        assert points(PartyRole.RESPONSIBLE, elsewhere)[0].person_id == hattie
        with pytest.raises(Refused, match="on both sides"):
            casework.add_known_person(here, hattie, PartyRole.RESPONSIBLE, cases.act())
        with pytest.raises(Refused, match="on this case already"):
            casework.add_known_person(here, hattie, PartyRole.HARMED, cases.act())


def test_another_record_of_the_same_individual_is_not_let_in_on_the_other_side(cases: Casework) -> None:
    here, elsewhere = cases.case_of_two(), cases.case("Hattie Exampel", SAFE_EMAIL)
    with cases.world.inside(cases.service):
        hattie = points(PartyRole.HARMED, here)[0].person_id
        again = points(PartyRole.HARMED, elsewhere)[0].person_id
        for person_id in (hattie, again):
            db.session.get_one(Person, (scope.current_tenant_id(), person_id)).individual_id = hattie
        db.session.flush()
        with pytest.raises(Refused, match="on both sides"):
            casework.add_known_person(here, again, PartyRole.RESPONSIBLE, cases.act())
