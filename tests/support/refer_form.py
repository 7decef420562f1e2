"""Whole journeys through "Ask us to contact you", page by page, as a visitor's browser sends them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from werkzeug.test import TestResponse

from concord.database import db
from concord.tenancy import scope
from harness import Service, Visitor, World, page_text, soup
from tenants.referrals import drafts
from tenants.referrals.models import ReferralDraft

Journey = dict[str, dict[str, Any]]

HARMED: Journey = {
    "who": {"who": "harmed"},
    "area": {"area": "E23000026"},
    "age": {"adult": "yes"},
    "happened": {"kind": "crime", "summary": "Somebody took my bicycle."},
    "reported": {"reported": "no"},
    "name": {"name": "Rhian Example"},
    "reach": {"ways": ["phone", "email", "they_call"], "phone": "01632 960 002", "email": "rhian@person.example"},
    "safe-phone": {"safe": "yes"},
    "phone-rules": {"may_leave_message": "no", "may_text": "yes", "show_number": "withheld"},
    "phone-care": {"who_may_answer": "My son", "when_safe": "Mornings", "say_from": "The dentist",
                   "safe_word": "Heron", "relay": "Relay UK"},
    "safe-email": {"safe": "unknown"},
    "email-care": {"shared": "yes", "watched": "unknown", "who_may_answer": "My son"},
    "needs": {"interpreter": "Polish", "access": "No stairs", "culture": "", "timing": "After 10am"},
    "agree": {"agree": "y"},
}
# A professional answers about people below each of them: `people_of` says what about whom.
PERSON: Journey = {
    "person": {"role": "responsible"},
    "person-age": {"adult": "yes"},
    "knows": {"knows": "no"},
    "person-name": {"name": "Alys Example"},
    "person-reach": {"ways": ["phone"], "phone": "01632 960 004"},
    "person-safety": {"watched": "yes", "who_may_answer": "Her partner", "when_safe": "Never in the evening"},
    "person-needs": {},
}
WORK: Journey = {
    "who": {"who": "professional"},
    "person-area": {"area": "E23000026"},
    "agency": {"source": "police", "agency": "Neighbourhood team"},
    "work-contact": {"your_name": "PC Ellis", "your_phone": "01632 960 003", "your_email": "ellis@police.example"},
    "work-case": {"agency_reference": "22/1234"},
    "happened": {"kind": "antisocial_behaviour", "summary": "Noise at night."},
    "reported": {"reported": "yes"},
    "agree-for-people": {"agree": "y"},
}
PROFESSIONAL: Journey = WORK | {"people": {"p1": PERSON}}
FAMILY: Journey = {
    "who": {"who": "someone_else"},
    "person-area": {"area": ""},
    "you": {"your_name": "Sian Example", "your_email": "sian@person.example"},
    "person": {"role": "harmed"},
    "person-age": {"adult": "unknown"},
    "knows": {"knows": "unknown"},
    "happened": {"kind": "unknown", "summary": "She does not say."},
    "reported": {"reported": "unknown"},
    "person-name": {"name": "Alys Example"},
    "person-reach": {"ways": ["not_known"]},
    "person-needs": {},
    "agree-for-another": {"agree": "y"},
}
RESPONSIBLE: Journey = HARMED | {"who": {"who": "responsible"}, "reach": {"ways": ["they_call"]}}


_walked: dict[int, drafts.Given] = {}


def begin(visitor: Visitor) -> TestResponse:
    """Press "Start now" some minutes ago, since a person takes that long; the first question."""
    visitor.submit("/refer")
    with visitor.client.application.app_context(), scope.bound_to(visitor.service.id):
        if draft := drafts.find(cookie_of(visitor, "concord_answers"), to_change=True):
            draft.created_at -= timedelta(minutes=5)
        db.session.commit()
    onwards = soup(visitor.follow()).select_one("main a.govuk-button")
    assert onwards is not None, "how to leave quickly comes before the first question"
    return visitor.get(str(onwards["href"]))


def pages(visitor: Visitor, journey: Journey) -> Iterator[TestResponse]:
    """Each page that comes up, from the first question to "Check your answers", answered in turn."""
    page = begin(visitor)
    while True:
        yield page
        place = page.request.path
        if place == "/refer/check":
            return
        if place == "/refer/people":
            page = visitor.get(next_task(page, journey))
            continue
        answer = visitor.submit(None, answers_at(place, journey))
        assert answer.status_code == 303, f"{place}: {page_text(answer)}"
        page = visitor.follow()


def next_task(page: TestResponse, journey: Journey) -> str:
    """Where a professional goes on: what is incomplete, one more person of the journey, or on to the check."""
    main = soup(page).select_one("main")
    assert main is not None
    for task in main.select(".govuk-task-list__item"):
        link = task.select_one("a")
        if link and "Incomplete" in task.get_text():
            return str(link["href"])
    listed = len(main.select("[id^=person-][id$=-status]"))
    wanted = "Add" if listed < len(journey["people"]) else "Continue"
    link = next(link for link in main.select("a.govuk-button") if wanted in link.get_text())
    return str(link["href"])


def answers_at(place: str, journey: Journey) -> dict[str, Any]:
    """What this journey says on the page of an address."""
    parts = place.strip("/").split("/")
    answers: dict[str, Any] = journey["people"][parts[2]][parts[3]] if parts[1] == "people" else journey[parts[1]]
    return answers


def fill_in(visitor: Visitor, journey: Journey, until: str) -> TestResponse:
    """Answer page after page up to the page ``until``."""
    return next(page for page in pages(visitor, journey) if page.request.path.endswith(f"/{until}"))


def check_page(world: World, visitor: Visitor, journey: Journey) -> TestResponse:
    """Everything answered and nothing sent. Walked page by page once for each journey, then put into the draft."""
    if id(journey) not in _walked:
        page = fill_in(visitor, journey, until="check")
        with world.inside(visitor.service):
            _walked[id(journey)] = _draft_of(visitor).answers
        return page
    begin(visitor)
    with world.inside(visitor.service):
        drafts.keep(_draft_of(visitor), _walked[id(journey)])
    return visitor.get("/refer/check")


def open_page(world: World, visitor: Visitor, name: str, journey: Journey = HARMED) -> TestResponse:
    """One page of the form, to change an answer that was given."""
    check_page(world, visitor, journey)
    return visitor.get(f"/refer/{name}")


def send(world: World, service: Service, journey: Journey) -> tuple[Visitor, TestResponse]:
    """The whole journey to the confirmation."""
    visitor = world.visitor(service)
    check_page(world, visitor, journey)
    visitor.submit()
    return visitor, visitor.follow()


def cookie_of(visitor: Visitor, name: str) -> str:
    """The value of a cookie that the visitor's browser holds; "" when it holds none."""
    cookie = visitor.client.get_cookie(name, domain=visitor.service.host)
    return cookie.value if cookie else ""


def share_cookies(one: Visitor, other: Visitor) -> None:
    """Another window of the same browser."""
    for name in ("concord_answers", "concord_form"):
        other.client.set_cookie(name, cookie_of(one, name), domain=other.service.host)


def _draft_of(visitor: Visitor) -> ReferralDraft:
    draft = drafts.find(cookie_of(visitor, "concord_answers"), to_change=True)
    assert draft is not None
    return draft
