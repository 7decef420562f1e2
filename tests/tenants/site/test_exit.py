"""The way out: what is left of a visit, on the device and on the server."""

from __future__ import annotations

from refer_form import HARMED, check_page, cookie_of
from sqlalchemy import func, select

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy.models import Status
from harness import Service, Visitor, World, soup
from tenants.referrals.models import ReferralDraft
from tenants.registry.service import set_status

WEATHER = "https://www.bbc.co.uk/weather"
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
    answer = visitor.submit(None, action="/exit")
    assert answer.status_code == 200
    assert answer.headers["Refresh"] == f"0; url={WEATHER}"
    assert soup(answer).find("a", href=WEATHER) is not None
    assert "Service" not in answer.get_data(as_text=True)
    assert cookies(visitor) == []
    assert how_many_drafts(world, service) == 0


def test_a_page_elsewhere_cannot_end_somebodys_visit(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, HARMED)
    assert visitor.get("/exit", headers={"Sec-Fetch-Site": "cross-site"}).headers["Location"] == WEATHER
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
