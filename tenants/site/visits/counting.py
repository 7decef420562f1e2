"""Counting: a number in Valkey for each page and day, copied to the database by the scheduler every hour.

Nothing about the visitor is kept, not even for a moment: no address, no browser, no order of pages. So this counts how
often a page was opened, never how many people came. Of the form only the first page counts: which questions somebody
sees depends on what they answered.
"""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import structlog
from flask import Flask, Response, current_app, g, request
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func
from sqlalchemy.dialects.postgresql import insert

from concord.config import Settings
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from concord.tenancy.models import Status
from concord.web.dates import uk_today
from tenants.site.models import VisitCount

READ = frozenset({"site", "cookies", "leaflet"})  # blueprints whose pages are only read
FIRST_PAGE_OF_THE_FORM = "refer.start"
KINDS = frozenset({"text/html", "application/pdf"})
SHOWN = frozenset({200, 304})  # 304: the browser shows the copy it has
# Programs that say what they are. Others are counted: there is no telling without keeping something about visitors.
PROGRAMS = re.compile(r"bot|crawl|spider|slurp|preview|monitor|externalhit|python|curl|wget|headless|scan", re.I)
KEPT = timedelta(days=3)  # long enough for a scheduler that was down; after that the database has it
QUICK: dict[str, Any] = {"socket_connect_timeout": 0.5, "socket_timeout": 0.5}
PAUSE = 30.0  # seconds without counting when Valkey does not answer, so that no visitor's page waits behind it

log = structlog.get_logger(__name__)


class Counter:
    """Adds to today's numbers, after the page was sent. A page never fails because it could not be counted."""

    def __init__(self, settings: Settings) -> None:
        url = settings.redis_url or "redis://127.0.0.1:6379"  # not set: a command that serves nobody
        self._valkey = Redis.from_url(url, decode_responses=True, **QUICK)
        self._resting_until = 0.0

    def add(self, service: UUID, day: date, page: str) -> None:
        if time.monotonic() < self._resting_until:
            return
        name = _name(service, day)
        try:
            with self._valkey.pipeline() as together:
                together.hincrby(name, page, 1)
                together.expire(name, KEPT)
                together.execute()
        except RedisError as fault:
            self._resting_until = time.monotonic() + PAUSE
            log.warning("visits are not counted", failure=type(fault).__name__)

    def counted(self, service: UUID, day: date) -> Mapping[str, int]:
        """The numbers of a day so far."""
        return {str(page): int(number) for page, number in self._valkey.hgetall(_name(service, day)).items()}


def collect() -> None:
    """Copy the bound service's numbers of today and yesterday. They only grow, so twice is no harm, and what Valkey
    forgot in between leaves what was copied."""
    counter: Counter = current_app.extensions["concord.visits"]
    service = scope.current_tenant_id()
    for day in (uk_today() - timedelta(days=1), uk_today()):
        rows = [
            {"tenant_id": service, "id": uuid7(), "day": day, "page": page, "visits": number}
            for page, number in sorted(counter.counted(service, day).items())
        ]
        if rows:
            new = insert(VisitCount).values(rows)
            most = func.greatest(VisitCount.visits, new.excluded.visits)
            db.session.execute(new.on_conflict_do_update(
                index_elements=["tenant_id", "day", "page"], set_={"visits": most}
            ))


def _name(service: UUID, day: date) -> str:
    return f"concord:visits:{service}:{day.isoformat()}"


def _count(response: Response) -> Response:
    if _is_a_visit(response):
        counter: Counter = current_app.extensions["concord.visits"]
        service, day, page = g.organisation.id, uk_today(), request.path
        response.call_on_close(lambda: counter.add(service, day, page))
    return response


def _is_a_visit(response: Response) -> bool:
    if request.method != "GET" or response.status_code not in SHOWN or response.mimetype not in KINDS:
        return False
    if request.blueprint not in READ and request.endpoint != FIRST_PAGE_OF_THE_FORM:
        return False
    organisation = g.get("organisation")
    if organisation is None or organisation.is_national or organisation.status != Status.LIVE:
        return False
    browser = request.headers.get("User-Agent", "")
    ahead = request.headers.get("Sec-Purpose") or request.headers.get("Purpose")  # fetched before anybody asked
    return bool(browser) and not PROGRAMS.search(browser) and not ahead


def init_app(app: Flask) -> None:
    app.extensions["concord.visits"] = Counter(app.extensions["concord.settings"])
    app.after_request(_count)
