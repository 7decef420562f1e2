"""Own visit counts: which openings count, what is kept of them, and what managers see."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from refer_form import HARMED, fill_in
from sqlalchemy import select

from concord.config import Settings
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.permissions import Role
from concord.outbox.waking import valkey
from concord.web.dates import uk_today
from harness import Service, Visitor, World, page_text, soup
from tenants.site.models import VisitCount
from tenants.site.visits import counting
from tenants.site.visits.counting import Counter

PERSON = {"User-Agent": "Mozilla/5.0 (Linux; Android 16) Firefox/150.0"}


def open_pages(visitor: Visitor, *paths: str, headers: Mapping[str, str] = PERSON) -> None:
    for path in paths:
        visitor.get(path, headers=dict(headers)).close()


def numbers(world: World, service: Service) -> dict[str, int]:
    """What the database has of today after a copy."""
    with world.inside(service):
        counting.collect()
        rows = db.session.execute(select(VisitCount.page, VisitCount.visits).where(VisitCount.day == uk_today()))
        return {row.page: row.visits for row in rows}


def test_each_opening_of_a_page_counts_by_page_and_service(
    world: World, service: Service, other_service: Service
) -> None:
    visitor = world.visitor(service)
    open_pages(visitor, "/", "/privacy", "/", "/safety", "/cookies", "/refer", "/privacy?from=elsewhere")
    open_pages(world.visitor(other_service), "/")
    assert numbers(world, service) == {"/": 2, "/privacy": 2, "/safety": 1, "/cookies": 1, "/refer": 1}
    assert numbers(world, other_service) == {"/": 1}


def test_copying_twice_or_after_valkey_lost_its_numbers_does_no_harm(
    world: World, service: Service, settings: Settings
) -> None:
    open_pages(world.visitor(service), "/", "/")
    assert numbers(world, service) == numbers(world, service) == {"/": 2}
    server = valkey(settings)
    server.delete(*server.keys(f"concord:visits:{service.id}:*"))
    open_pages(world.visitor(service), "/")
    assert numbers(world, service) == {"/": 2}


def test_forms_staff_pages_errors_and_files_do_not_count(world: World, service: Service) -> None:
    visitor = world.visitor(service)
    fill_in(visitor, HARMED, until="happened")
    open_pages(visitor, "/nothing-here", "/robots.txt", "/brand.css", "/logo", "/sign-in", "/exit", "/refer/who")
    open_pages(world.staff(service, Role.SERVICE_MANAGER), "/team/", "/team/visits")
    visitor.client.head("/", headers={"Host": service.host} | PERSON).close()
    assert numbers(world, service) == {}


@pytest.mark.parametrize("headers", [
    {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {"User-Agent": "curl/8.14"}, {"User-Agent": ""},
    PERSON | {"Sec-Purpose": "prefetch"},
])
def test_programs_and_pages_fetched_before_anybody_asked_do_not_count(
    world: World, service: Service, headers: dict[str, str]
) -> None:
    open_pages(world.visitor(service), "/", headers=headers)
    assert numbers(world, service) == {}


def test_of_a_visitor_nothing_is_kept(world: World, service: Service, settings: Settings) -> None:
    visitor = world.visitor(service)
    answer = visitor.get("/", headers=PERSON, environ_base={"REMOTE_ADDR": "192.0.2.77"})
    answer.close()
    assert "Set-Cookie" not in answer.headers
    server = valkey(settings)
    name = f"concord:visits:{service.id}:{uk_today().isoformat()}"
    assert server.hgetall(name) == {b"/": b"1"}
    assert 0 < server.ttl(name) <= timedelta(days=3).total_seconds()


def test_a_page_does_not_fail_because_nobody_counts(
    world: World, service: Service, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    away = Counter(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1"}))
    monkeypatch.setitem(world.app.extensions, "concord.visits", away)
    for _ in range(3):
        answer = world.visitor(service).get("/", headers=PERSON)
        assert answer.status_code == 200
        answer.close()


def test_managers_see_four_weeks_by_page(world: World, service: Service) -> None:
    days: list[dict[str, Any]] = [
        {"day": uk_today() - timedelta(days=ago), "page": page, "visits": visits}
        for page, ago, visits in [("/", 0, 5), ("/", 6, 10), ("/", 7, 20), ("/", 27, 40), ("/", 28, 1000),
                                  ("/refer", 14, 3)]
    ]
    with world.inside(service):
        db.session.add_all(VisitCount(id=uuid7(), **day) for day in days)
    page = world.staff(service, Role.SERVICE_MANAGER).get("/team/visits")
    rows = [row.get_text(" ").split() for row in soup(page).select("tbody tr")]
    assert rows == [["Home", "15", "20", "0", "40", "75"],
                    ["First", "page", "of", "the", "form", "0", "0", "3", "0", "3"]]
    assert soup(page).select_one("svg.concord-chart") is not None
    assert world.staff(service, Role.CASE_COORDINATOR).get("/team/visits").status_code == 403


def test_without_visits_the_page_says_so(world: World, service: Service) -> None:
    page = world.staff(service, Role.SERVICE_MANAGER).get("/team/visits")
    assert "No visit was counted" in page_text(page)
