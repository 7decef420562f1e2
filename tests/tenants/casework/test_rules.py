"""Each guard of casework stops a case that lacks what it asks for, and lets through one that has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from cases import SAFE_PHONE, Casework
from sqlalchemy import select, update

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from harness import Service, StaffAccount, World, page_text
from tenants.casework import facts, guards, telling_words
from tenants.casework import service as casework
from tenants.casework.ending import tell_of_end
from tenants.casework.events import write_event
from tenants.casework.kinds import AttemptOutcome, Complexity, EventKind, Proceedings, Responsibility, ToldHow
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.casework.service import Offer, Refused, ToldBy
from tenants.casework.sign_off_models import SignOffKind
from tenants.people.models import ContactKind, ContactPoint, Decision, Purpose
from tenants.people.service import WayToReach
from tenants.referrals.models import Incident, PartyRole
from tenants.registry.queries import current_profile

HARMED, RESPONSIBLE = PartyRole.HARMED, PartyRole.RESPONSIBLE
OTHER_PHONE = replace(SAFE_PHONE, value="+447700900999")
EMAIL = WayToReach(kind=ContactKind.EMAIL, value="hattie@example.org", safe=SAFE_PHONE.safe)


def holds(case_id: UUID, name: str, on: date | None = None) -> bool:
    return guards.evaluate(case_id, [name], on)[name]


@pytest.fixture
def cases_where(world: World, make_service: Callable[..., Service]) -> Callable[..., Casework]:
    """Cases of a service whose policy says something else."""

    def build(**policy: Any) -> Casework:
        service = make_service(policy=policy)
        return Casework(world, service, world.account(service, Role.SERVICE_MANAGER))

    return build


def test_information_given_needs_an_offer_that_was_made(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        cases.speak(case_id)
        cases.settle(case_id)
        party = cases.parties(case_id)[HARMED]
        with pytest.raises(Refused, match="asked if they want to know more"):
            casework.move(case_id, Stage.EXPLORING, cases.act())
        casework.give_information(case_id, party, (ToldBy.LEAFLET,), Offer.NOT_ASKED, cases.act())
        assert not holds(case_id, "information_given")
        casework.give_information(case_id, party, (ToldBy.LEAFLET,), Offer.NEEDS_TIME, cases.act())
        casework.move(case_id, Stage.EXPLORING, cases.act())


def test_in_area_or_exception_asks_why_a_case_from_elsewhere_is_taken(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        assert holds(case_id, "in_area_or_exception")  # nobody knows the area yet
        ours = current_profile().areas_on(uk_today())
        elsewhere = next(code for code in ("E23000007", "E23000033") if code not in ours)
        db.session.execute(update(Incident).values(area_code=elsewhere))
        assert not holds(case_id, "in_area_or_exception")
        cases.know(case_id, area_exception="They moved here.")
        assert holds(case_id, "in_area_or_exception")


def test_in_area_or_exception_is_said_when_a_referral_from_elsewhere_is_accepted(cases: Casework) -> None:
    referral_id = cases.refer()
    with cases.world.inside(cases.service):
        ours = current_profile().areas_on(uk_today())
        elsewhere = next(code for code in ("E23000007", "E23000033") if code not in ours)
        db.session.execute(update(Incident).values(area_code=elsewhere))
    team, path = cases.world.sign_in(cases.service, cases.manager), f"/team/referrals/{referral_id}/accept"
    answers = {"lead": str(cases.manager.id), "conflict": "no"}
    answer = team.submit(path, answers)
    assert answer.status_code == 422
    assert "Say why" in page_text(answer)
    assert team.submit(path, answers | {"area_exception": "They moved here."}).status_code == 303
    here = f"/team/referrals/{cases.refer('Other Example')}/accept"
    assert "not in our area" not in page_text(team.get(here))


def test_in_area_or_exception_leaves_it_to_a_service_that_decides_case_by_case(
    cases_where: Callable[..., Casework]
) -> None:
    cases = cases_where(eligibility_basis="discretion")
    case_id = cases.case()
    with cases.world.inside(cases.service):
        db.session.execute(update(Incident).values(area_code="E23000007"))
        assert holds(case_id, "in_area_or_exception")


def test_complexity_set_needs_a_person_who_said_so(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        assert not holds(case_id, "complexity_set")
        known = facts.facts_of(case_id)
        known.complexity, known.complexity_by = Complexity.STANDARD, cases.manager.id
        db.session.flush()
        assert holds(case_id, "complexity_set")


@pytest.mark.parametrize(("says", "hand_over", "accept"), [
    ("unknown", False, True), ("not_under_18", True, True), ("agreed", True, True), ("handed_over", False, False),
])
def test_youth_justice_checked_follows_what_the_service_does_for_under_18s(
    cases: Casework, cases_where: Callable[..., Casework], says: str, hand_over: bool, accept: bool
) -> None:
    for service, expected in ((cases, hand_over), (cases_where(under_18="accept"), accept)):
        case_id = service.case()
        with service.world.inside(service.service):
            service.know(case_id, youth_justice=says)
            assert holds(case_id, "youth_justice_checked") is expected


def test_offender_led_allowed_stops_abuse_that_the_person_responsible_asked_about(
    cases: Casework, cases_where: Callable[..., Casework], supervisor: StaffAccount
) -> None:
    liberal = cases_where(offender_led_domestic_abuse="accept", offender_led_sexual_violence="accept")
    for service, role, expected in ((cases, HARMED, True), (cases, RESPONSIBLE, False), (liberal, RESPONSIBLE, True)):
        referral_id = service.refer(person_role=role)
        with service.world.inside(service.service):
            case_id = casework.accept(referral_id, service.manager.id, service.act(), conflict=False)
            service.know(case_id, domestic_abuse="yes")
            assert holds(case_id, "offender_led_allowed") is expected
    with cases.world.inside(cases.service):
        newest = db.session.scalars(select(Case.id).order_by(Case.id.desc())).first()
        assert newest is not None
        cases.know(newest, domestic_abuse="unknown")
        assert not holds(newest, "offender_led_allowed")
        cases.approve(newest, supervisor, SignOffKind.OFFENDER_LED)
        assert holds(newest, "offender_led_allowed")
        cases.know(newest, domestic_abuse="no")
        assert holds(newest, "offender_led_allowed")


def tried(cases: Casework, case_id: UUID, *days_ago: int, way: int = 0) -> None:
    """They did not answer, on each of these days."""
    ways = db.session.scalars(select(ContactPoint.id).order_by(ContactPoint.created_at)).all()
    for days in days_ago:
        act = cases.act(happened_on=uk_today() - timedelta(days=days))
        attempt = casework.Attempt(
            ways[way], AttemptOutcome.NO_ANSWER, they_contacted_us=False, happened_at=act.moment
        )
        casework.record_contact(case_id, attempt, act)


def test_tried_long_enough_counts_working_days(cases: Casework) -> None:
    case_id = cases.case("Hattie Example", SAFE_PHONE, EMAIL)
    ten_working_days_later = add_working_days(uk_today(), 10)
    with cases.world.inside(cases.service):
        tried(cases, case_id, 0, 0)
        tried(cases, case_id, 0, way=1)
        assert not holds(case_id, "tried_long_enough")
        assert not holds(case_id, "tried_long_enough", ten_working_days_later - timedelta(days=1))
        assert holds(case_id, "tried_long_enough", ten_working_days_later)


def test_tried_long_enough_needs_three_tries_and_a_second_way_where_there_is_one(cases: Casework) -> None:
    two_ways, one_way = cases.case("Hattie Example", SAFE_PHONE, EMAIL), cases.case("Rhys Example", OTHER_PHONE)
    with cases.world.inside(cases.service):
        tried(cases, two_ways, 20, 3)
        with pytest.raises(Refused, match="at least 3 times"):
            casework.move(two_ways, Stage.CLOSED, cases.act(), reason="unable_to_contact_harmed")
        tried(cases, two_ways, 2)
        assert not holds(two_ways, "tried_long_enough")
        tried(cases, two_ways, 1, way=1)
        casework.move(two_ways, Stage.CLOSED, cases.act(), reason="unable_to_contact_harmed")
        tried(cases, one_way, 20, 3, 1, way=2)
        assert holds(one_way, "tried_long_enough")


def test_initiator_agreed_needs_leave_to_keep_details_and_to_approach_the_other(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        for role in PartyRole:
            cases.agree(case_id, role, purpose=Purpose.APPROACH_OTHER, decision=Decision.WITHDRAWN)
        with pytest.raises(Refused, match="contact the other person"):
            casework.move(case_id, Stage.ASSESSING, cases.act())
        cases.agree(case_id, RESPONSIBLE, purpose=Purpose.APPROACH_OTHER)
        casework.move(case_id, Stage.ASSESSING, cases.act())


@pytest.mark.parametrize("says", ["yes", "unknown"])
def test_no_contact_order_cleared_needs_a_no_or_a_supervisor(
    cases: Casework, supervisor: StaffAccount, says: str
) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        cases.know(case_id, no_contact_order=says)
        with pytest.raises(Refused, match="order forbids contact"):
            casework.move(case_id, Stage.ASSESSING, cases.act())
        cases.approve(case_id, supervisor, SignOffKind.NO_CONTACT_ORDER)
        casework.move(case_id, Stage.ASSESSING, cases.act())


BLOCKED = {
    "block": {"unknown", "charged", "contested"}, "alongside": {"unknown", "contested"}, "any_stage": set[str](),
}


@pytest.mark.parametrize("says", list(BLOCKED))
def test_proceedings_do_not_block_as_the_service_says_of_live_court_cases(
    cases_where: Callable[..., Casework], says: str
) -> None:
    cases = cases_where(live_court_case=says)
    case_id = cases.case()
    with cases.world.inside(cases.service):
        blocked = set()
        for proceedings in Proceedings:
            cases.know(case_id, proceedings=proceedings)
            blocked |= set() if holds(case_id, "proceedings_do_not_block") else {str(proceedings)}
        assert blocked == BLOCKED[says]


def test_proceedings_do_not_block_what_a_supervisor_approved(cases: Casework, supervisor: StaffAccount) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service):
        cases.satisfy(case_id, Stage.PREPARING)
        cases.know(case_id, proceedings="contested")
        with pytest.raises(Refused, match="court case is not over"):
            casework.move(case_id, Stage.PREPARING, cases.act())
        cases.approve(case_id, supervisor, SignOffKind.PROCEEDINGS)
        casework.move(case_id, Stage.PREPARING, cases.act())


@pytest.mark.parametrize(("says", "enough"), [("some", {"full", "partial"}), ("full", {"full"})])
def test_responsibility_accepted_as_far_as_the_service_asks(
    cases_where: Callable[..., Casework], says: str, enough: set[str]
) -> None:
    cases = cases_where(responsibility_minimum=says)
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        party = cases.parties(case_id)[RESPONSIBLE]
        accepted = set()
        for answer in Responsibility:
            facts.say_responsibility(case_id, party, answer, cases.act())
            accepted |= {str(answer)} if holds(case_id, "responsibility_accepted") else set()
        assert accepted == enough


def test_options_explained_to_each_person_who_is_still_there(cases: Casework) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        parties = cases.parties(case_id)
        facts.explain_options(case_id, parties[HARMED], "indirect", cases.act())
        assert not holds(case_id, "options_explained")
        facts.explain_options(case_id, parties[RESPONSIBLE], "not_sure", cases.act())
        assert holds(case_id, "options_explained")


def test_hold_reason_cleared_when_the_court_case_is_over(cases: Casework) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service):
        cases.know(case_id, proceedings="charged")
        casework.move(case_id, Stage.ON_HOLD, cases.act(), reason="court", review_on=uk_today())
        with pytest.raises(Refused, match="on hold because of a court case"):
            casework.move(case_id, None, cases.act())
        cases.know(case_id, proceedings="sentenced")
        casework.move(case_id, None, cases.act())


def test_still_agreed_brings_nothing_back_to_preparing_without_both(cases: Casework) -> None:
    case_id = cases.at(Stage.PREPARING)
    with cases.world.inside(cases.service):
        casework.move(case_id, Stage.ON_HOLD, cases.act(), reason="needs_time", review_on=uk_today())
        cases.agree(case_id, HARMED, decision=Decision.WITHDRAWN)
        with pytest.raises(Refused, match="still agree"):
            casework.move(case_id, None, cases.act())
        cases.agree(case_id, HARMED)
        casework.move(case_id, None, cases.act())


@pytest.mark.parametrize(("days", "asks_again"), [(28, False), (29, True)])
def test_still_agreed_after_a_long_hold_is_said_again_by_everybody(
    cases: Casework, days: int, asks_again: bool
) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service):
        casework.move(case_id, Stage.ON_HOLD, cases.act(), reason="illness", review_on=uk_today())
        later = uk_today() + timedelta(days=days)
        assert holds(case_id, "still_agreed", later) is not asks_again
        cases.agree(case_id, HARMED, decided_on=later)
        assert holds(case_id, "still_agreed", later) is not asks_again
        cases.agree(case_id, RESPONSIBLE, decided_on=later)
        assert holds(case_id, "still_agreed", later)


def test_unsuitable_signed_off_by_a_supervisor_and_said_in_words(cases: Casework, supervisor: StaffAccount) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="in a note why"):
            casework.move(case_id, Stage.CLOSED, cases.act(), reason="unsafe")
        with pytest.raises(Refused, match="supervisor must approve"):
            casework.move(case_id, Stage.CLOSED, cases.act(note="He threatens her."), reason="unsafe")
        cases.approve(case_id, supervisor, SignOffKind.UNSUITABLE)
        assert (holds(case_id, "unsuitable_signed_off"), holds(case_id, "each_told_of_end")) == (True, False)
        with pytest.raises(Refused, match="must be told"):
            casework.move(case_id, Stage.CLOSED, cases.act(note="He threatens her."), reason="unsafe")
        tell_everybody(cases, case_id)
        casework.move(case_id, Stage.CLOSED, cases.act(note="He threatens her."), reason="unsafe")


def tell_everybody(cases: Casework, case_id: UUID) -> None:
    """One hears it by phone; of the other it is written down why they do not."""
    harmed, responsible = (cases.parties(case_id)[role] for role in (HARMED, RESPONSIBLE))
    tell_of_end(case_id, (harmed,), telling_words.DEFAULT, ToldHow.PHONE, cases.act())
    assert not holds(case_id, "each_told_of_end"), "the other has heard nothing"
    with pytest.raises(Refused, match="why they were not told"):
        tell_of_end(case_id, (responsible,), telling_words.DEFAULT, None, cases.act())
    tell_of_end(case_id, (responsible,), telling_words.DEFAULT, None, cases.act(note="He would blame her."))
    assert holds(case_id, "each_told_of_end")


@pytest.mark.parametrize("names", [("safe_route_used", "information_given"), ("written_consent_of_both",)])
def test_a_move_written_down_late_is_judged_by_what_had_happened_on_its_day(
    cases: Casework, names: tuple[str, ...]
) -> None:
    case_id = cases.at(Stage.PREPARING)
    with cases.world.inside(cases.service):
        yesterday = uk_today() - timedelta(days=1)
        assert all(guards.evaluate(case_id, names).values())
        assert not any(guards.evaluate(case_id, names, yesterday).values())


def test_transfer_agreed_by_each_person_who_was_reached(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        assert not holds(case_id, "transfer_agreed")
        cases.agree(case_id, HARMED, purpose=Purpose.TRANSFER)
        assert not holds(case_id, "transfer_agreed")
        cases.agree(case_id, RESPONSIBLE, purpose=Purpose.TRANSFER)
        assert holds(case_id, "transfer_agreed")


def test_still_agreed_looks_at_the_whole_hold_however_early_its_end_is_dated(cases: Casework) -> None:
    case_id, long_ago = cases.case_of_two(), uk_today() - timedelta(days=29)
    with cases.world.inside(cases.service):
        case = db.session.scalars(select(Case)).one()
        for role in (HARMED, RESPONSIBLE):
            cases.agree(case_id, role, on=long_ago)
        write_event(
            case, EventKind.STAGE_CHANGED, cases.act(happened_on=long_ago), from_stage=case.stage,
            to_stage=Stage.ON_HOLD, detail={"reason": "illness"},
        )
        assert not holds(case_id, "still_agreed", long_ago + timedelta(days=1))


def test_hold_reason_cleared_waits_for_a_court_that_became_the_reason_later(cases: Casework) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service):
        for reason in ("illness", "court"):
            cases.know(case_id, proceedings="charged")
            casework.move(case_id, Stage.ON_HOLD, cases.act(), reason=reason, review_on=uk_today())
        assert not holds(case_id, "hold_reason_cleared")
