"""Whole journeys through "Ask us to contact you", page by page, as a visitor's browser sends them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from werkzeug.test import TestResponse

from harness import Service, Visitor, World, page_text
from tenants.referrals import drafts
from tenants.referrals.models import ReferralDraft

Journey = dict[str, dict[str, Any]]

HARMED: Journey = {
    "who": {"who": "harmed"},
    "happened": {"kind": "crime", "summary": "Somebody took my bicycle."},
    "name": {"name": "Rhian Example"},
    "reach": {"ways": ["phone", "email", "they_call"], "phone": "01632 960 002", "email": "rhian@person.example"},
    "safe-phone": {"safe": "yes"},
    "phone-rules": {"may_leave_message": "no", "may_text": "yes", "who_may_answer": "My son", "when_safe": "Mornings"},
    "safe-email": {"safe": "unknown"},
    "agree": {"agree": "y"},
}
PROFESSIONAL: Journey = {
    "who": {"who": "professional"},
    "you": {"your_name": "PC Ellis", "your_phone": "01632 960 003", "your_email": "ellis@police.example"},
    "agency": {"source": "police", "agency": "Neighbourhood team"},
    "person": {"role": "responsible"},
    "knows": {"knows": "no"},
    "happened": {"kind": "antisocial_behaviour", "summary": "Noise at night."},
    "person-name": {"name": "Alys Example"},
    "person-reach": {"ways": ["phone"], "phone": "01632 960 004"},
    "person-safety": {"who_may_answer": "Her partner", "when_safe": "Never in the evening"},
    "agree-for-another": {"agree": "y"},
}
FAMILY: Journey = {
    "who": {"who": "someone_else"},
    "you": {"your_name": "Sian Example", "your_email": "sian@person.example"},
    "person": {"role": "harmed"},
    "knows": {"knows": "unknown"},
    "happened": {"kind": "unknown", "summary": "She does not say."},
    "person-name": {"name": "Alys Example"},
    "person-reach": {"ways": ["not_known"]},
    "agree-for-another": {"agree": "y"},
}
RESPONSIBLE: Journey = HARMED | {"who": {"who": "responsible"}, "reach": {"ways": ["they_call"]}}


_walked: dict[int, drafts.Given] = {}


def begin(visitor: Visitor) -> TestResponse:
    """Press "Start now"; the first question."""
    visitor.submit("/refer")
    return visitor.follow()


def pages(visitor: Visitor, journey: Journey) -> Iterator[TestResponse]:
    """Each page that comes up, from the first question to "Check your answers", answered in turn."""
    page = begin(visitor)
    while True:
        yield page
        name = page.request.path.rpartition("/")[2]
        if name == "check":
            return
        answer = visitor.submit(None, journey[name])
        assert answer.status_code == 303, f"{name}: {page_text(answer)}"
        page = visitor.follow()


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
