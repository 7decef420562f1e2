"""The way out: what is left of a visit, on the device and on the server."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from refer_form import HARMED, check_page, cookie_of
from sqlalchemy import func, select, update

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy.models import Status
from harness import Service, Visitor, World, page_text, soup
from tenants.referrals import drafts
from tenants.referrals.models import ReferralDraft
from tenants.registry.service import set_status

WEATHER = "https://www.bbc.co.uk/weather"
SAME_SITE = {"Sec-Fetch-Site": "same-origin"}
OURS = ("concord_answers", "concord_form")


def how_many_drafts(world: World, service: Service) -> int:
    with world.inside(service):
        return db.session.execute(select(func.count()).select_from(ReferralDraft)).scalar_one()


def cookies(visitor: Visitor) -> list[str]:
    return [name for name in OURS if cookie_of(visitor, name)]


def test_leaving_goes_to_a_neutral_page_and_takes_every_cookie_away(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    assert cookies(visitor) == [*OURS]
    answer = visitor.get("/exit")
    assert (answer.status_code, answer.headers["Location"]) == (303, WEATHER)
    assert answer.headers["Cache-Control"] == "no-store"
    assert cookies(visitor) == []
    assert visitor.get("/refer/check").headers["Location"] == "/refer/start-again"


def test_leaving_by_the_link_changes_nothing_on_the_server(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    visitor.get("/exit")
    assert how_many_drafts(world, service) == 1


def test_delete_and_leave_destroys_the_answers_at_once(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    visitor.client.delete_cookie("concord_form", domain=service.host)  # as when the page was open for hours
    answer = visitor.submit(None, action="/exit", headers=SAME_SITE)
    assert answer.status_code == 200
    assert answer.headers["Refresh"] == f"0; url={WEATHER}"
    assert soup(answer).find("a", href=WEATHER) is not None
    assert "Service" not in answer.get_data(as_text=True)
    assert cookies(visitor) == []
    assert how_many_drafts(world, service) == 0


def test_a_page_elsewhere_cannot_end_somebodys_visit(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    for send in (visitor.get, visitor.post):
        assert send("/exit", headers={"Sec-Fetch-Site": "cross-site"}).headers["Location"] == WEATHER
        assert cookies(visitor) == [*OURS]
    assert how_many_drafts(world, service) == 1


def test_the_script_ends_the_visit_on_the_server_in_a_request_that_needs_no_token(
    world: World, service: Service
) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    answer = visitor.post("/exit/now", headers=SAME_SITE)
    assert (answer.status_code, answer.data) == (204, b"")
    assert cookies(visitor) == []
    assert how_many_drafts(world, service) == 0


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"}, {},
])
def test_no_other_page_can_send_that_request(world: World, service: Service, headers: dict[str, str]) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    assert visitor.post("/exit/now", headers=headers).status_code == 403
    assert how_many_drafts(world, service) == 1


def test_a_browser_that_only_names_the_origin_is_believed(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    assert visitor.post("/exit/now", headers={"Origin": f"http://{service.host}"}).status_code == 204
    assert how_many_drafts(world, service) == 0


def test_what_was_saved_stays_but_no_cookie_leads_to_it(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    token = cookie_of(visitor, "concord_answers")
    with world.inside(service):
        db.session.execute(update(ReferralDraft).values(code_hash=b"code", saved_at=func.now()))
    visitor.post("/exit/now", headers=SAME_SITE)
    assert how_many_drafts(world, service) == 1
    with world.inside(service):
        assert drafts.find(token) is None


def test_leaving_ends_the_session_of_staff_on_the_server_too(world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    held = cookie_of(manager, "concord_session")
    manager.post("/exit/now", headers=SAME_SITE)
    manager.client.set_cookie("concord_session", held, domain=service.host)
    assert manager.get("/account").status_code == 302


def test_a_link_fetched_before_anybody_follows_it_ends_nothing(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    for ahead in ({"Sec-Purpose": "prefetch;prerender"}, {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "image"}):
        visitor.get("/exit", headers=ahead)
    assert cookies(visitor) == [*OURS]


def test_leaving_signs_staff_out_of_the_browser(world: World, service: Service) -> None:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    assert manager.get("/account").status_code == 200
    manager.get("/exit")
    assert manager.get("/account").status_code == 302


def test_nobody_is_kept_on_the_page_of_a_suspended_service(world: World, service: Service) -> None:
    with world.inside(service):
        set_status(Status.SUSPENDED)
    assert world.visitor(service).get("/exit").headers["Location"] == WEATHER
    assert world.visitor(service).post("/exit/now", headers=SAME_SITE).status_code == 204


def test_before_the_first_question_a_page_says_how_to_leave_and_what_that_cannot_do(
    world: World, service: Service, make_service: Callable[..., Service]
) -> None:
    for one, key in ((service, True), (make_service(policy={"escape_key": False}), False)):
        visitor = world.visitor(one)
        visitor.submit("/refer")
        page = visitor.follow()
        assert page.request.path == "/refer/leave-quickly"
        assert "still keeps a list of the pages" in page_text(page)
        assert ("press Esc" in page_text(page)) is key
        assert page.headers["Cache-Control"] == "no-store"
        assert soup(page).select_one("main a[href='/safety']") is not None
