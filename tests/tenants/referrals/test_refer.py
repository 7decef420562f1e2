"""The public form "Ask us to contact you": what visitors see, and what reaches the service."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from refer_form import (
    FAMILY,
    HARMED,
    PROFESSIONAL,
    RESPONSIBLE,
    Journey,
    begin,
    check_page,
    fill_in,
    open_page,
    pages,
    send,
    share_cookies,
)
from signing_in import csrf_of
from sqlalchemy import func, select

from concord.database import db
from concord.identity.permissions import Role
from concord.outbox.models import OutboxEvent
from concord.tenancy.models import Status
from harness import Service, World, page_text, soup
from tenants.people.models import Consent, ContactPoint, Person, PersonNeeds
from tenants.referrals.models import Incident, Referral, ReferralDraft

REFERENCE = re.compile(r"TST-[B-DF-HJ-KM-NP-TV-Z2-9]{4}-[B-DF-HJ-KM-NP-TV-Z2-9]{2}")


def only_referral(service: Service) -> Referral:
    referral: Referral = db.session.scalars(select(Referral)).one()
    return referral


def ways_of(referral: Referral) -> dict[str, ContactPoint]:
    found = db.session.scalars(select(ContactPoint).where(ContactPoint.person_id == referral.person_id))
    return {point.kind: point for point in found}


def how_many(model: type[Referral | ReferralDraft | OutboxEvent]) -> int:
    return db.session.execute(select(func.count()).select_from(model)).scalar_one()


def test_a_person_harmed_asks_and_gets_a_reference(world: World, service: Service) -> None:
    _visitor, page = send(world, service, HARMED)
    with world.inside(service):
        referral = only_referral(service)
        person = db.session.get_one(Person, (service.id, referral.person_id))
        incident = db.session.get_one(Incident, (service.id, referral.incident_id))
        assert (referral.person_role, referral.referrer_kind, referral.source) == ("harmed", "self", "self")
        assert (person.name, incident.kind, incident.summary) == ("Rhian Example", "crime", "Somebody took my bicycle.")
        assert referral.reference in page_text(page)
        assert REFERENCE.fullmatch(referral.reference)


def test_the_safety_answers_of_the_person_reach_the_service_as_given(world: World, service: Service) -> None:
    send(world, service, HARMED)
    with world.inside(service):
        ways = ways_of(only_referral(service))
        assert {kind: way.standing for kind, way in ways.items()} == {
            "phone": "safe", "email": "unknown", "they_call": "safe"
        }
        phone = ways["phone"]
        assert (phone.value, phone.may_leave_message, phone.may_text) == ("+441632960002", "no", "yes")
        assert (phone.who_may_answer, phone.when_safe) == ("My son", "Mornings")
        assert (phone.show_number, phone.say_from, phone.safe_word, phone.relay) == (
            "withheld", "The dentist", "Heron", "Relay UK"
        )
        assert (ways["email"].shared, ways["email"].watched, ways["email"].who_may_answer) == (
            "yes", "unknown", "My son"
        )


def test_age_needs_and_whether_it_was_reported_reach_the_service(world: World, service: Service) -> None:
    send(world, service, HARMED)
    with world.inside(service):
        referral = only_referral(service)
        needs = db.session.scalars(select(PersonNeeds)).one()
        assert (referral.under_18, referral.sent_together, referral.person_agreed) == ("no", None, "yes")
        assert db.session.get_one(Incident, (service.id, referral.incident_id)).reported == "no"
        assert (needs.person_id, needs.interpreter, needs.access) == (referral.person_id, "Polish", "No stairs")
        assert (needs.culture, needs.timing) == (None, "After 10am")


def test_nobody_has_to_say_what_they_need(world: World, service: Service) -> None:
    send(world, service, FAMILY)
    with world.inside(service):
        assert db.session.scalars(select(PersonNeeds)).all() == []


@pytest.mark.parametrize(("journey", "policy", "others_do_it"), [
    (HARMED, "hand_over", False), (RESPONSIBLE, "hand_over", True), (RESPONSIBLE, "accept", False),
])
def test_people_under_18_are_told_who_can_help_and_may_go_on(
    world: World, make_service: Callable[..., Service], journey: Journey, policy: str, *, others_do_it: bool
) -> None:
    local = make_service(
        policy={"under_18": policy},
        contact={"phone": "0808 157 0001", "under_18": "Talk to Young Bedfordshire: 01632 960 055."},
    )
    visitor = world.visitor(local)
    young = journey | {"age": {"adult": "no"}, "under-18": {}}
    page = fill_in(visitor, young, until="under-18")
    assert soup(page).find("a", href="tel:08001111") is not None
    assert "Talk to Young Bedfordshire" in page_text(page)
    assert ("youth justice service" in page_text(page)) == others_do_it
    check_page(world, visitor, young)
    visitor.submit()
    with world.inside(local):
        assert only_referral(local).under_18 == "yes"


def test_whoever_asks_for_somebody_under_18_is_told_who_can_help(world: World, service: Service) -> None:
    young = FAMILY | {"person": {"role": "responsible"}, "person-age": {"adult": "no"}, "under-18": {}}
    page = fill_in(world.visitor(service), young, until="under-18")
    assert "youth justice service" in page_text(page)
    assert "Your council" not in page_text(page)


def test_i_will_call_you_is_an_answer_of_its_own(world: World, service: Service) -> None:
    send(world, service, RESPONSIBLE)
    with world.inside(service):
        referral = only_referral(service)
        assert referral.person_role == "responsible"
        assert {kind: way.value for kind, way in ways_of(referral).items()} == {"they_call": None}


def test_i_will_call_you_is_not_offered_where_nobody_could_call(
    world: World, make_service: Callable[..., Service]
) -> None:
    silent = make_service(contact={"email": "hello@service.example"})
    page = open_page(world, world.visitor(silent), "reach")
    assert "I will call you" not in page_text(page)


def test_a_professional_asks_for_somebody_else(world: World, service: Service) -> None:
    send(world, service, PROFESSIONAL)
    with world.inside(service):
        referral = only_referral(service)
        assert (referral.person_role, referral.referrer_kind) == ("responsible", "professional")
        assert (referral.source, referral.person_knows) == ("police", "no")
        assert (referral.referrer_name, referral.referrer_agency) == ("PC Ellis", "Neighbourhood team")
        assert referral.referrer_contact == "+441632960003\nellis@police.example"


def test_what_another_says_of_safety_stays_unknown(world: World, service: Service) -> None:
    send(world, service, PROFESSIONAL)
    with world.inside(service):
        phone = ways_of(only_referral(service))["phone"]
        assert (phone.stated_by, phone.standing, phone.may_text) == ("other", "unknown", "unknown")
        assert (phone.who_may_answer, phone.when_safe) == ("Her partner", "Never in the evening")
        assert (phone.watched, phone.safe_word) == ("yes", None)


def test_somebody_may_ask_without_knowing_a_safe_way(world: World, service: Service) -> None:
    send(world, service, FAMILY)
    with world.inside(service):
        referral = only_referral(service)
        assert (referral.source, referral.person_knows) == ("family_or_friend", "unknown")
        assert ways_of(referral) == {}


def test_the_wording_that_was_agreed_to_is_kept(world: World, service: Service) -> None:
    send(world, service, HARMED)
    with world.inside(service):
        referral = only_referral(service)
        consent = db.session.scalars(select(Consent)).one()
        assert referral.agreed_wording == consent.wording_version == "self-1"
        assert (consent.person_id, consent.purpose, consent.channel) == (
            referral.person_id, "store_and_contact", "online"
        )


def test_the_agreement_of_another_is_not_the_persons_consent(world: World, service: Service) -> None:
    send(world, service, PROFESSIONAL)
    with world.inside(service):
        assert only_referral(service).agreed_wording == "people-1"
        assert db.session.scalars(select(Consent)).all() == []


@pytest.mark.parametrize("journey", [HARMED, PROFESSIONAL])
def test_nothing_is_sent_without_the_agreement(world: World, service: Service, journey: Journey) -> None:
    visitor = world.visitor(service)
    name = next(name for name in journey if name.startswith("agree"))
    fill_in(visitor, journey, until=name)
    assert visitor.submit().status_code == 422
    answer = visitor.post("/refer/check", {"csrf_token": csrf_of(visitor)})
    assert answer.headers["Location"] == ("/refer/people" if journey is PROFESSIONAL else f"/refer/{name}")
    with world.inside(service):
        assert how_many(Referral) == 0


def test_a_form_sent_twice_is_one_referral_and_leads_to_the_same_page(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check = check_page(world, visitor, HARMED)
    first = page_text(visitor.follow(visitor.submit()))
    visitor.last = check
    second = page_text(visitor.follow(visitor.submit()))
    assert first == second
    with world.inside(service):
        assert how_many(Referral) == how_many(OutboxEvent) == 1


def test_two_presses_at_the_same_moment_are_one_referral(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check = check_page(world, visitor, HARMED)
    again = world.visitor(service)
    share_cookies(visitor, again)
    visitor.last = again.last = check
    with ThreadPoolExecutor(2) as both:
        answers = list(both.map(lambda one: one.submit(), (visitor, again)))
    assert [answer.headers["Location"] for answer in answers] == ["/refer/sent", "/refer/sent"]
    with world.inside(service):
        assert how_many(Referral) == how_many(OutboxEvent) == 1


def test_sent_answers_cannot_be_reopened(world: World, service: Service) -> None:
    visitor, _page = send(world, service, HARMED)
    for path in ("/refer/check", "/refer/name", "/refer/reach"):
        page = visitor.follow(visitor.get(path))
        assert page.request.path == "/refer/sent"
        assert "Rhian" not in page.get_data(as_text=True)
    with world.inside(service):
        assert how_many(ReferralDraft) == 0


def test_the_confirmation_is_for_the_sender_and_not_for_long(world: World, service: Service) -> None:
    visitor, _page = send(world, service, HARMED)
    assert world.visitor(service).get("/refer/sent").headers["Location"] == "/refer/start-again"
    with world.inside(service):
        only_referral(service).received_at = func.now() - func.make_interval(0, 0, 0, 0, 0, 31)
    assert visitor.get("/refer/sent").headers["Location"] == "/refer/start-again"


def test_nobody_learns_whether_a_record_existed(world: World, service: Service) -> None:
    first, second = (REFERENCE.sub("", page_text(send(world, service, HARMED)[1])) for _time in range(2))
    assert first == second
    with world.inside(service):
        assert how_many(Referral) == 2


def test_a_changed_answer_leads_back_to_the_check(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    page = soup(check_page(world, visitor, HARMED))
    link = next(link for link in page.find_all("a") if str(link.get("href")).startswith("/refer/name"))
    visitor.submit(str(link["href"]), {"name": "Rhian Changed"})
    assert visitor.follow().request.path == "/refer/check"
    assert "Rhian Changed" in page_text(visitor.follow())


def test_a_way_that_is_added_is_asked_about(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    visitor.submit("/refer/reach", {"ways": ["post"], "address": "1 High Street"})
    assert visitor.follow().request.path == "/refer/safe-post"


def test_what_is_no_longer_asked_is_no_longer_kept(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    visitor.submit("/refer/who", {"who": "someone_else"})
    with world.inside(service):
        assert set(db.session.scalars(select(ReferralDraft)).one().answers) == {"who", "happened", "reported"}


def test_questions_come_in_their_order(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    begin(visitor)
    for path in ("/refer/check", "/refer/agree", "/refer/safe-phone"):
        assert visitor.get(path).headers["Location"] == "/refer/who"
    assert visitor.get("/refer/nothing").status_code == 404


def test_a_check_that_finds_no_safe_way_says_that_nobody_will_call(world: World, service: Service) -> None:
    unsafe = HARMED | {"reach": {"ways": ["phone"], "phone": "01632 960 002"}, "safe-phone": {"safe": "no"}}
    page = fill_in(world.visitor(service), unsafe, until="check")
    assert "We will not contact you" in page_text(page)


def test_every_form_page_keeps_the_visitor_safe(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    opened = [visitor.get("/refer"), *pages(visitor, HARMED)]
    opened += [visitor.follow(visitor.submit()), visitor.get("/refer/start-again")]
    for page in opened:
        parsed = soup(page)
        assert page.headers["Cache-Control"] == "no-store"
        assert "noindex" in page.headers["X-Robots-Tag"]
        assert parsed.title is not None
        assert parsed.title.string == "Contact form"
        assert parsed.find("a", href="tel:999") is not None
        assert parsed.find("a", href="/exit") is not None
        assert parsed.html is not None
        assert parsed.html["lang"] == "en"


def test_every_question_says_when_we_answer_and_who_answers_for_what_is_written(
    world: World, make_service: Callable[..., Service]
) -> None:
    patient = make_service(policy={"answer_within_working_days": 5})
    visitor = world.visitor(patient)
    for page in [visitor.get("/refer"), *pages(visitor, HARMED)]:
        assert "within 5 working days" in page_text(page)
        assert "Example Trust answers for how your information is used" in page_text(page)
        assert soup(page).find("main").find("a", href="/privacy") is not None  # type: ignore[union-attr]  # there is a main part


def test_the_form_is_closed_until_the_service_is_live(world: World, make_service: Callable[..., Service]) -> None:
    preparing = make_service(status=Status.PREPARING)
    assert world.visitor(preparing).get("/refer").status_code == 404
    manager = world.staff(preparing, Role.SERVICE_MANAGER)
    page = manager.get("/refer")
    assert (page.status_code, "not open yet" in page_text(page)) == (404, True)


def test_a_slash_too_many_is_forgiven(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    visitor.submit("/refer/")
    assert visitor.follow().request.path == "/refer/leave-quickly"


def test_the_national_office_takes_no_referrals(world: World, national: Service) -> None:
    assert world.visitor(national).get("/refer").status_code == 404
