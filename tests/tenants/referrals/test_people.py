"""A professional writes of several people of one incident in one go."""

from __future__ import annotations

from datetime import timedelta

import pytest
from refer_form import PERSON, PROFESSIONAL, WORK, Journey, begin, check_page, fill_in, next_task, pages, send
from signing_in import csrf_of
from sqlalchemy import select

from concord.database import db
from concord.outbox.models import OutboxEvent
from concord.web.dates import uk_today
from harness import Service, World, page_text, soup
from tenants.people.models import Consent, ContactPoint, Person, PersonNeeds
from tenants.referrals.models import Incident, Referral, ReferralDraft

ALYS, HUW = PERSON, PERSON | {
    "person": {"role": "harmed"},
    "person-name": {"name": "Huw Sample"},
    "knows": {"knows": "yes"}, "agreed": {"agreed": "yes"}, "outcome": {"outcome": "yes"},
    "person-reach": {"ways": ["email"], "email": "huw@person.example"},
    "person-safety": {"who_may_answer": "His mother"},
    "person-needs": {"interpreter": "BSL"},
}
TWO: Journey = PROFESSIONAL | {"people": {"p1": ALYS, "p2": HUW}}


def referrals() -> list[Referral]:
    return list(db.session.scalars(select(Referral).order_by(Referral.id)))


def test_each_person_gets_a_referral_of_their_own_about_one_incident(world: World, service: Service) -> None:
    _visitor, page = send(world, service, TWO)
    with world.inside(service):
        alys, huw = referrals()
        incident = db.session.scalars(select(Incident)).one()
        people = {person.id: person.name for person in db.session.scalars(select(Person))}
        assert {alys.incident_id, huw.incident_id} == {incident.id}
        assert (incident.summary, incident.reported) == ("Noise at night.", "yes")
        assert (people[alys.person_id], people[huw.person_id]) == ("Alys Example", "Huw Sample")
        assert alys.sent_together == huw.sent_together is not None
        assert alys.reference != huw.reference
        assert (alys.person_role, huw.person_role) == ("responsible", "harmed")
        assert (alys.person_knows, alys.person_agreed, alys.outcome_to_referrer) == ("no", "unknown", False)
        assert (huw.person_knows, huw.person_agreed, huw.outcome_to_referrer) == ("yes", "yes", True)
        assert f"1: Person responsible {alys.reference} Person 2: Person harmed {huw.reference}" in page_text(page)
    assert "Huw" not in page_text(page)


def test_safety_and_needs_stay_with_the_person_they_were_said_of(world: World, service: Service) -> None:
    send(world, service, TWO)
    with world.inside(service):
        alys, huw = referrals()
        ways = {way.person_id: way for way in db.session.scalars(select(ContactPoint))}
        assert (ways[alys.person_id].kind, ways[alys.person_id].who_may_answer) == ("phone", "Her partner")
        assert (ways[huw.person_id].kind, ways[huw.person_id].who_may_answer) == ("email", "His mother")
        assert {way.standing for way in ways.values()} == {"unknown"}
        needs = db.session.scalars(select(PersonNeeds)).one()
        assert (needs.person_id, needs.interpreter) == (huw.person_id, "BSL")
        assert db.session.scalars(select(Consent)).all() == []


def test_the_agency_is_told_once_and_its_own_records_are_kept(world: World, service: Service) -> None:
    day = uk_today() + timedelta(days=20)
    deadline = {f"disposal_deadline-{part}": str(getattr(day, part)) for part in ("day", "month", "year")}
    visitor = world.visitor(service)
    fill_in(visitor, TWO | {"work-case": {"agency_reference": "22/1234", **deadline}}, until="check")
    visitor.submit()
    with world.inside(service):
        alys, huw = referrals()
        for referral in (alys, huw):
            assert (referral.referrer_email, referral.agency_reference) == ("ellis@police.example", "22/1234")
            assert (referral.disposal_deadline, referral.referrer_email_confirmed_at) == (day, None)
        events = [(event.kind, event.ids["referral_id"]) for event in db.session.scalars(select(OutboxEvent))]
        assert sorted(events) == sorted([
            ("agency.confirmation_due", str(alys.id)), ("referral.received", str(alys.id)),
            ("referral.received", str(huw.id)),
        ])


def test_without_an_address_the_agency_is_told_nothing(world: World, service: Service) -> None:
    given = {name: said for name, said in HUW.items() if name != "outcome"}
    silent = TWO | {
        "work-contact": {"your_name": "PC Ellis", "your_phone": "01632 960 003"}, "people": {"p1": given},
    }
    visitor = world.visitor(service)
    fill_in(visitor, silent, until="check")
    visitor.submit()
    with world.inside(service):
        [referral] = referrals()
        assert (referral.referrer_email, referral.outcome_to_referrer) == (None, False)
        assert [event.kind for event in db.session.scalars(select(OutboxEvent))] == ["referral.received"]


def test_a_list_sent_twice_makes_nothing_twice(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check = check_page(world, visitor, TWO)
    first = page_text(visitor.follow(visitor.submit()))
    visitor.last = check
    assert page_text(visitor.follow(visitor.submit())) == first
    with world.inside(service):
        assert len(referrals()) == 2


def test_a_page_about_one_person_says_nothing_of_another(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, TWO)
    for name in ("person-name", "person-reach", "person-safety", "person-needs"):
        page = visitor.get(f"/refer/people/p2/{name}").get_data(as_text=True)
        assert "Alys" not in page
        assert "Her partner" not in page
    alone = page_text(visitor.get("/refer/people/p2"))
    assert "Huw Sample" in alone
    assert "Alys" not in alone


@pytest.mark.parametrize("removed", ["/refer/people/p2", "/refer/who"])
def test_a_page_about_somebody_removed_that_is_still_open_changes_nobody_else(
    world: World, service: Service, removed: str
) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, TWO)
    still_open = visitor.get("/refer/people/p2/person")
    visitor.submit(removed, {"who": "someone_else"})
    if removed == "/refer/who":
        visitor.submit(removed, {"who": "professional"})
    add = soup(visitor.get("/refer/people")).select_one("main a.govuk-button--secondary")
    assert add is not None
    visitor.submit(str(add["href"]), {"role": "responsible"})
    visitor.last = still_open
    visitor.submit(None, {"role": "harmed"})
    said = page_text(visitor.get("/refer/people"))
    assert "Person harmed" not in said
    assert "Person responsible" in said


def test_the_tasks_can_be_done_in_any_order_and_say_how_far_they_are(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    begin(visitor)
    visitor.submit(None, WORK["who"])
    visitor.follow()
    visitor.submit(None, WORK["person-area"])
    listed = visitor.follow()
    assert listed.request.path == "/refer/people"
    assert page_text(listed).count("Incomplete") == 2
    visitor.submit("/refer/happened", WORK["happened"])
    visitor.follow()
    visitor.submit(None, WORK["reported"])
    listed = visitor.follow()
    assert listed.request.path == "/refer/people"
    assert (page_text(listed).count("Completed"), page_text(listed).count("Incomplete")) == (1, 1)
    assert "when everything above is completed" in page_text(listed)
    assert visitor.get("/refer/check").headers["Location"] == "/refer/people"
    assert visitor.get("/refer/agree-for-people").headers["Location"] == "/refer/people"


def test_a_changed_answer_leads_back_to_the_check(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    page = soup(check_page(world, visitor, TWO))
    link = next(link for link in page.find_all("a") if str(link.get("href")).startswith("/refer/people/p2/person-name"))
    opened = visitor.get(str(link["href"]))
    assert soup(opened).find("a", class_="govuk-back-link")["href"] == "/refer/check"  # type: ignore[index]  # it has one
    visitor.post(str(link["href"]), {"csrf_token": csrf_of(visitor), "name": "Huw Changed"})
    assert visitor.follow().request.path == "/refer/check"
    assert "Huw Changed" in page_text(visitor.follow())


def test_a_person_can_be_taken_off_the_list(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, TWO)
    visitor.submit("/refer/people/p1")
    assert "Alys" not in page_text(visitor.follow())
    assert visitor.get("/refer/people/p1").headers["Location"] == "/refer/people"
    visitor.get("/refer/check")
    visitor.submit()
    with world.inside(service):
        assert len(referrals()) == 1


def test_ten_people_are_the_most(world: World, service: Service) -> None:
    ten = PROFESSIONAL | {"people": {f"p{number}": ALYS for number in range(1, 11)}}
    visitor = world.visitor(service)
    check_page(world, visitor, PROFESSIONAL)
    with world.inside(service):
        db.session.scalars(select(ReferralDraft)).one().answers = ten
    page = visitor.get("/refer/people")
    assert "Add another person" not in page_text(page)
    assert "10 people at a time" in page_text(page)
    assert visitor.get("/refer/people/p11/person").headers["Location"] == "/refer/people"


@pytest.mark.parametrize("path", ["/refer/people", "/refer/people/p1", "/refer/people/p1/person"])
def test_only_professionals_have_a_list(world: World, service: Service, path: str) -> None:
    visitor = world.visitor(service)
    begin(visitor)
    visitor.submit(None, {"who": "someone_else"})
    assert visitor.get(path).headers["Location"] == "/refer/person-area"
    assert world.visitor(service).get(path).headers["Location"] == "/refer/start-again"


def test_a_deadline_that_has_passed_is_refused(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, TWO)
    answer = visitor.submit("/refer/work-case", {
        "disposal_deadline-day": "1", "disposal_deadline-month": "1", "disposal_deadline-year": "2020",
    })
    assert answer.status_code == 422
    assert "or later" in page_text(answer)


def test_every_page_of_a_professional_keeps_the_visitor_safe(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    seen = [*pages(visitor, TWO), visitor.get("/refer/people"), visitor.get("/refer/people/p1")]
    for page in seen:
        parsed = soup(page)
        assert parsed.title is not None
        assert parsed.title.string == "Contact form"
        assert page.headers["Cache-Control"] == "no-store"
        assert parsed.find("a", href="tel:999") is not None
        assert parsed.find("a", href="/exit") is not None
    assert next_task(visitor.get("/refer/people"), TWO) == "/refer/check"
