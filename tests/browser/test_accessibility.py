"""axe finds nothing on any page, public or staff, on a small phone or a desktop; and nothing comes from elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import UUID

from axe import bring_axe, faults_at_all_sizes
from cases import Casework
from handing_over import offered
from joining_up import shared
from playwright.sync_api import Page
from refer_form import HARMED, PROFESSIONAL, check_page, pages
from sqlalchemy import select, update

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, Visitor, World
from tenants.casework import saved_filters
from tenants.casework.contacts import add_way
from tenants.casework.filters import Filters
from tenants.casework.policy import Stage
from tenants.handover.joint_models import JointCase
from tenants.handover.models import Handover, State
from tenants.people.models import ContactKind, StatedBy
from tenants.people.service import WayToReach
from tenants.referrals.models import PartyRole
from tenants.returns import service as returns
from tenants.returns.period import Quarter

OpenPage = Callable[..., Page]

NOWHERE = "/nothing-here"
PUBLIC = ("/", "/what-is-restorative-justice", "/privacy", "/accessibility", "/cookies", "/safety", "/leaflet",
          "/refer", "/refer/leave-quickly", "/sign-in", NOWHERE)
TEAM = ("/team/", "/team/referrals", "/team/cases", "/team/figures", f"/team/figures/{Quarter.current()}",
        "/team/staff", "/team/staff/new", "/team/setup", "/team/visits", "/account",
        *(f"/team/bulk{part}" for part in ("", "/import", "/export", "/exports")),
        "/team/cases?tab=mine&stage=in_process&order=due", "/team/cases/search", "/team/drafts", "/team/sign-offs",
        "/team/practice", "/team/venues", "/team/venues/new", "/team/calendar", "/team/meetings",
        "/team/views", "/team/views/words", "/team/erasing", "/team/overrides", "/team/setup/questions",
        *(f"/team/content{part}" for part in ("", "/page/home/cy", "/page/home/en/preview", "/add/story")),
        *(f"/team/setup/details{part}" for part in (
            "", "/contact", "/policy", "/counting", "/brand", "/logo", "/history/1")))
CASE = ("", "/timeline?show=notes", "/print", "/who-looked", "/tasks/new", "/withdraw", "/facts",
        "/person", "/contact", "/check", "/consent", "/information", "/conflict", "/move", "/activity", "/hold",
        "/close", "/leave", "/note", "/way", "/lead", "/member", "/people", "/people/known",
        "/readiness", "/preparation", "/ready", "/welfare", "/meetings/new",
        "/assessments", "/complexity", "/staff", "/who-may-see", "/agency", "/agreement", "/agreement/new", "/consents",
        "/file", "/letter", "/links", "/links/new", "/matches", "/options", "/override", "/papers", "/plan",
        "/responsibility", "/risk-action", "/second", "/sign-offs", "/sign-offs/ask", "/stand-in", "/views",
        "/views/answer", "/views/ask", "/views/not-asked", "/views/scores", "/hold-for-law", "/told-of-end")
NATIONAL = ("/", "/find", "/find?q=newport", "/find?q=nowhere", "/find/surrey", "/national/", "/sign-in")
ADMINISTRATION = ("/admin/", "/admin/services/new", "/admin/staff", "/admin/registry/", "/admin/registry/areas/",
                  "/admin/registry/hosts/", "/admin/registry/hosts/new/")


def look_at(page: Page, paths: tuple[str, ...]) -> list[str]:
    """Open each path in one window; the faults of all, requests to elsewhere and errors of the console among them."""
    bring_axe(page)
    found: list[str] = []
    origin = urlsplit(page.url)
    page.on("request", lambda request: None if urlsplit(request.url).netloc == origin.netloc
            or request.url.startswith("data:") else found.append(f"asks {request.url}"))
    page.on("console", lambda message: found.append(f"{page.url}: {message.text}")
            if message.type == "error" and "status of 404" not in message.text else None)
    for path in paths:
        answer = page.goto(f"{origin.scheme}://{origin.netloc}{path}")
        if answer is not None and answer.status >= 400 and path != NOWHERE:
            found.append(f"{path} answers {answer.status}")
        found += faults_at_all_sizes(page)
    return found


def test_public_pages_of_a_service(open_page: OpenPage, service: Service) -> None:
    assert look_at(open_page(service, "/"), PUBLIC) == []


def test_pages_that_ask_about_cookies(open_page: OpenPage, make_service: Callable[..., Service]) -> None:
    service = make_service(analytics={"provider": "google_analytics", "account": "G-ABC1234567"})
    assert look_at(open_page(service, "/"), ("/", "/cookies")) == []


def test_every_page_of_the_form(open_page: OpenPage, world: World, service: Service) -> None:
    visitor = world.visitor(service)
    paths = [page.request.path for page in pages(visitor, HARMED)]
    page = open_page(service, "/refer", signed_in=visitor)
    assert look_at(page, (*paths, "/refer/save", "/refer/continue")) == []
    assert len(paths) > 6
    page.goto(page.url.replace("/continue", "/save"))
    page.locator("main form button").click()
    assert page.locator(".concord-panel").count() == 1
    assert faults_at_all_sizes(page) == []


def test_pages_of_a_professional(open_page: OpenPage, world: World, service: Service) -> None:
    visitor = world.visitor(service)
    check_page(world, visitor, PROFESSIONAL)
    person = tuple(f"/refer/people/p1{part}" for part in ("", "/person", "/person-reach", "/person-safety"))
    page = open_page(service, "/refer", signed_in=visitor)
    assert look_at(page, ("/refer/people", "/refer/agency", "/refer/work-case", *person, "/refer/check")) == []


def test_pages_of_the_team(open_page: OpenPage, world: World, service: Service) -> None:
    manager, case_id, referral_id = _team(world, service)
    case = tuple(f"/team/cases/{case_id}{part}" for part in CASE)
    parts = ("", "/accept", "/close", "/ask", "/conflict", f"/join/{case_id}")
    referral = tuple(f"/team/referrals/{referral_id}{part}" for part in parts)
    page = open_page(service, "/team/", signed_in=manager)
    assert look_at(page, TEAM + case + referral) == []


def _team(world: World, service: Service) -> tuple[Visitor, UUID, UUID]:
    manager = world.staff(service, Role.SERVICE_MANAGER)
    casework = Casework(world, service, world.accounts[service.id, Role.SERVICE_MANAGER])
    case_id = casework.at(Stage.IN_PROCESS)
    with world.inside(service):
        returns.compute(Quarter.current())
        saved_filters.save(casework.manager.id, "Mine that are due", Filters("mine"), shared=True)
        long = WayToReach(kind=ContactKind.EMAIL, value="a.person.with.a.long.address@a-place-far-away.example")
        add_way(case_id, casework.parties(case_id)[PartyRole.HARMED], long, StatedBy.SELF, casework.act())
    return manager, case_id, casework.refer()


def test_pages_of_the_national_office(open_page: OpenPage, world: World, national: Service) -> None:
    coordinator = world.staff(national, Role.NATIONAL_COORDINATOR)
    administrator = world.staff(national, Role.ADMINISTRATOR)
    assert look_at(open_page(national, "/", signed_in=coordinator), NATIONAL) == []
    assert look_at(open_page(national, "/", signed_in=administrator), ADMINISTRATION) == []


def test_pages_between_two_services(
    open_page: OpenPage, world: World, service: Service, other_service: Service
) -> None:
    here, there = (Casework(world, one, world.account(one, Role.SERVICE_MANAGER)) for one in (service, other_service))
    case_id, joint_id = shared(here, there)
    _moving, out = offered(here, there)
    referral = f"/team/referrals/{here.refer()}/hand-over"
    ours = tuple(f"/team/cases/{case_id}{part}" for part in ("/share", "/before"))
    page = open_page(service, "/team/", signed_in=world.sign_in(service, here.manager))
    assert look_at(page, ("/team/handovers", f"/team/handovers/{out}", referral, *ours)) == []
    with world.inside(other_service):
        waiting = db.session.execute(select(Handover.id).where(Handover.state == State.OFFERED)).scalar_one()
        plan = {"plan_status": "confirmed", "plan_form": "conf_f2f", "plan_terms": "terms", "plan_leaders": "Sam"}
        db.session.execute(update(JointCase).values(plan_starts_at=datetime.now(UTC), **plan))
    offer = tuple(f"/team/handovers/{waiting}{part}" for part in ("", "/accept"))
    theirs = tuple(f"/team/cases/{joint_id}{part}" for part in ("/before", "/readiness"))
    page = open_page(other_service, "/team/", signed_in=world.sign_in(other_service, there.manager))
    assert look_at(page, (*offer, *theirs)) == []
