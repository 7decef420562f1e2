"""Welsh is shown only at a service that has read it, and then everywhere a visitor goes."""

from __future__ import annotations

from datetime import date

import pytest
from werkzeug.test import TestResponse

from concord.identity.permissions import Role
from harness import Service, Visitor, World, page_text, soup
from tenants.registry.profile import ProfileError
from tenants.welsh import queries
from tenants.welsh import service as welsh
from tenants.welsh.models import WelshReview


@pytest.fixture
def manager(world: World, service: Service) -> Visitor:
    return world.staff(service, Role.SERVICE_MANAGER)


def switch_on(world: World, service: Service) -> None:
    with world.inside(service):
        welsh.record_review("Nia Example", date(2026, 11, 2))
        welsh.switch(on=True)


def test_welsh_that_nobody_has_read_cannot_be_switched_on(world: World, service: Service, manager: Visitor) -> None:
    with pytest.raises(ProfileError, match="only after somebody has read it"), world.inside(service):
        welsh.switch(on=True)
    assert "Nobody has said yet that the Welsh is right" in page_text(manager.get("/team/welsh"))
    press(manager, on="yes")
    assert "only after somebody has read it" in page_text(manager.follow())
    assert world.visitor(service).get("/language/cy").status_code == 404


def test_a_new_service_cannot_come_with_welsh_switched_on(world: World) -> None:
    with pytest.raises(ProfileError, match="languages: Welsh can be switched on only after"):
        world.make_service(languages=["en", "cy"])


def test_the_manager_says_who_read_it_and_then_switches_it_on_and_off(
    world: World, service: Service, manager: Visitor
) -> None:
    manager.get("/team/welsh/review")
    empty = manager.submit(None, {})
    assert empty.status_code == 422
    assert "Enter the name of who read the Welsh" in page_text(empty)
    day = {"reviewed_on-day": "2", "reviewed_on-month": "11", "reviewed_on-year": "2026"}
    manager.submit(None, {"reviewed_by": "Nia Example", "confirm": "y", **day})
    assert "Nia Example read the national Welsh texts on 2 November 2026" in page_text(manager.follow())
    press(manager, on="yes")
    assert "Visitors can choose Welsh now." in page_text(manager.follow())
    assert world.visitor(service).get("/language/cy").status_code == 303
    press(manager, on="no")
    assert world.visitor(service).get("/language/cy").status_code == 404


def test_the_switch_keeps_the_page_and_the_choice(world: World, service: Service) -> None:
    switch_on(world, service)
    visitor = world.visitor(service)
    link = soup(visitor.get("/privacy?from=home")).find("a", hreflang="cy")
    assert link is not None
    visitor.get(str(link["href"]))
    page = visitor.follow()
    assert page.request.full_path == "/privacy?from=home"
    assert language_of(page) == "cy"
    assert language_of(visitor.get("/refer")) == "cy"
    assert language_of(visitor.get("/nothing-here")) == "cy"
    assert language_of(visitor.get("/sign-in")) == "en"


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_the_switch_leads_to_no_other_site(world: World, service: Service, away: str) -> None:
    switch_on(world, service)
    answer = world.visitor(service).get("/language/cy", query_string={"to": away})
    assert answer.headers["Location"] == "/"


def test_staff_read_the_welsh_pages_before_visitors_can(world: World, service: Service, manager: Visitor) -> None:
    manager.get("/language/cy?to=/")
    assert language_of(manager.follow()) == "cy"
    assert soup(world.visitor(service).get("/")).find("a", hreflang="cy") is None
    assert "National pages and questions" in page_text(manager.get("/team/welsh/texts"))


def test_a_review_counts_as_old_when_the_national_texts_changed_after_it(world: World, service: Service) -> None:
    switch_on(world, service)
    with world.inside(service):
        assert not queries.state().is_outdated
        review = queries.newest_review()
        assert review is not None
        assert queries.State(is_on=True, review=_with_other_words(review.fingerprint)).is_outdated


def _with_other_words(fingerprint: str) -> WelshReview:
    return WelshReview(fingerprint=fingerprint[::-1], reviewed_by="Nia Example", reviewed_on=date(2026, 11, 2))


def press(manager: Visitor, *, on: str) -> None:
    field = soup(manager.get("/team/welsh")).find("input", attrs={"name": "csrf_token"})
    assert field is not None
    assert manager.post("/team/welsh/switch", {"on": on, "csrf_token": field["value"]}).status_code == 303


def language_of(page: TestResponse) -> str:
    html = soup(page).html
    assert html is not None
    return str(html["lang"])
