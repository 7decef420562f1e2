"""Publishing: submitted returns go through the gate once, and nobody above the services reaches further."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from uuid import uuid4

import pytest
from flask import Flask
from history import Region
from rows import insert_row
from sqlalchemy import Engine, select, text
from sqlalchemy.exc import ProgrammingError

from admin.national.models import PublishedFigure
from admin.national.service import NotSubmittedError, publish, return_submitted
from concord.database import db
from concord.database.engine import national_engine, statistics_engine
from concord.outbox.models import OutboxEvent
from concord.tenancy import scope
from harness import Service, World
from tenants.returns.period import Quarter
from tenants.returns.policy import NATIONAL_FIGURES

LAST = Quarter.current().previous
YEAR = LAST.twelve_months
MakeRegion = Callable[..., Region]


class Told(NamedTuple):
    status: str
    value: int | None
    denominator: int | None
    rate: float | None


def published(
    app: Flask, service: Service, quarter: Quarter = LAST, span: str = "quarter"
) -> dict[tuple[str, str], Told]:
    """What the national role reads of one service."""
    statement = select(
        PublishedFigure.indicator, PublishedFigure.breakdown, PublishedFigure.status, PublishedFigure.value,
        PublishedFigure.denominator, PublishedFigure.rate,
    ).where(PublishedFigure.organisation_id == service.id, PublishedFigure.period == str(quarter),
            PublishedFigure.span == span)
    with app.app_context(), national_engine().connect() as connection:
        return {(row[0], row[1]): Told(*row[2:]) for row in connection.execute(statement)}


def test_small_counts_are_hidden_others_rounded_and_rates_follow_from_the_rounded_count(
    app: Flask, make_region: MakeRegion
) -> None:
    region = make_region()
    region.submit(LAST, referrals=13, started=8, direct=0, indirect=7, proxy=1, conversation=9)
    people = 674_992
    assert published(app, region.service) == {
        ("referrals", "all"): Told("shown", 15, people, round(15 * 100_000 / people, 1)),
        ("cases_initiated", "all"): Told("shown", 10, people, round(10 * 100_000 / people, 1)),
        ("activities", "direct"): Told("shown", 0, people, 0.0),
        ("activities", "indirect"): Told("suppressed", None, None, None),
        ("activities", "proxy"): Told("suppressed", None, None, None),
    }


def test_a_rate_is_over_all_police_areas_served_at_the_end_of_the_quarter(app: Flask, make_region: MakeRegion) -> None:
    started, ended = str(LAST.last_day), str(LAST.previous.last_day)
    region = make_region(police_areas=[
        {"code": "E23000026", "from": "2020-01-01"}, {"code": "E23000015", "from": started},
        {"code": "E23000016", "from": "2020-01-01", "to": ended},
    ])
    region.submit(LAST, referrals=10)
    assert published(app, region.service)["referrals", "all"].denominator == 674_992 + 1_135_935


def test_without_a_known_population_there_is_a_count_but_no_rate(app: Flask, make_region: MakeRegion) -> None:
    region = make_region(police_areas=[
        {"code": "W15000002", "from": "2020-01-01"}, {"code": "E23000016", "from": "2020-01-01"},
    ])
    region.submit(LAST, referrals=10)
    assert published(app, region.service)["referrals", "all"] == Told("shown", 10, None, None)


def test_twelve_months_add_up_the_true_counts_of_four_submitted_quarters(app: Flask, make_region: MakeRegion) -> None:
    region = make_region()
    for quarter in YEAR:
        assert published(app, region.service, LAST, "year") == {}
        region.submit(quarter, referrals=4, direct=1)
    figures = published(app, region.service, LAST, "year")
    assert figures.keys() == NATIONAL_FIGURES.keys()
    assert figures["referrals", "all"].value == 15, "16 referrals, although each quarter's 4 are hidden"
    assert figures["activities", "direct"].status == "suppressed"
    assert figures["activities", "proxy"].value == 0


def test_a_quarter_that_comes_late_completes_its_years_and_changes_nothing_else(
    app: Flask, make_region: MakeRegion
) -> None:
    region = make_region()
    for quarter in (YEAR[0].previous, YEAR[0], YEAR[1], YEAR[3]):
        region.submit(quarter, referrals=3)
    before = {quarter: published(app, region.service, quarter) for quarter in YEAR}
    region.submit(YEAR[2], referrals=3)
    assert published(app, region.service, YEAR[3], "year")["referrals", "all"].value == 10
    assert published(app, region.service, YEAR[2], "year")["referrals", "all"].value == 10
    assert {quarter: published(app, region.service, quarter) for quarter in YEAR if quarter != YEAR[2]} == {
        quarter: figures for quarter, figures in before.items() if quarter != YEAR[2]
    }


def test_twelve_months_that_would_give_a_quarter_away_are_told_less_exactly(
    app: Flask, make_region: MakeRegion
) -> None:
    region = make_region()
    for quarter in YEAR:
        region.submit(quarter, referrals=7)
    assert published(app, region.service, LAST, "year")["referrals", "all"].value == 25, "30 would say that each was 7"


def test_publishing_again_publishes_nothing_more(app: Flask, make_region: MakeRegion) -> None:
    region = make_region()
    region.submit(LAST, referrals=9)
    with app.app_context():
        assert publish(region.service.id) == 0
    assert len(published(app, region.service)) == len(NATIONAL_FIGURES)


def test_publishing_from_many_processes_at_once_publishes_each_figure_once(
    app: Flask, make_region: MakeRegion
) -> None:
    region = make_region()
    region.submit(YEAR[0], referrals=9)
    for quarter in YEAR[1:]:
        region.submit(quarter, publish=False, referrals=5)

    def act() -> int:
        with app.app_context():
            return publish(region.service.id)

    with ThreadPoolExecutor(4) as pool:
        numbers = [future.result() for future in [pool.submit(act) for _ in range(4)]]
    assert sorted(numbers) == [0, 0, 0, 4 * len(NATIONAL_FIGURES)]


def test_counts_under_different_rules_are_not_added_up(app: Flask, world: World, make_region: MakeRegion) -> None:
    region = make_region()
    for quarter in YEAR[1:]:
        region.submit(quarter, referrals=9)
    with world.inside(region.service):
        connection, owner = db.session.connection(), region.service.id
        older = insert_row(connection, "returns", owner, period=str(YEAR[0]), rules_version="2019.1")
        figure = {"return_id": older, "indicator": "referrals", "breakdown": "all", "value": 9}
        insert_row(connection, "return_figures", owner, **figure)
    with app.app_context():
        assert publish(region.service.id) == 1
    assert published(app, region.service, YEAR[0])["referrals", "all"].value == 10
    assert published(app, region.service, LAST, "year") == {}


def test_an_event_without_its_return_fails_so_that_it_is_tried_again(app: Flask, service: Service) -> None:
    event = OutboxEvent(kind="return.submitted", lane="interactive", ids={"return_id": str(uuid4())})
    with app.app_context(), scope.bound_to(service.id), pytest.raises(NotSubmittedError):
        return_submitted(event)


def test_an_event_of_another_services_return_publishes_nothing(
    app: Flask, service: Service, make_region: MakeRegion
) -> None:
    theirs = make_region().submit(LAST, referrals=9)
    event = OutboxEvent(kind="return.submitted", lane="interactive", ids={"return_id": str(theirs)})
    with app.app_context(), scope.bound_to(service.id), pytest.raises(NotSubmittedError):
        return_submitted(event)


CASE_TABLES = ("referrals", "incidents", "people", "contact_points", "consents", "cases", "case_parties", "case_events",
               "activities", "accounts", "audit_entries", "outbox", "figure_drafts", "return_items")


@pytest.mark.parametrize("table", [*CASE_TABLES, "returns", "return_figures"])
def test_postgresql_refuses_the_national_role_every_row_of_a_service(app: Flask, table: str) -> None:
    with app.app_context():
        assert_refused(national_engine(), f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("table", CASE_TABLES)
def test_postgresql_refuses_the_statistics_role_every_case_row(app: Flask, table: str) -> None:
    with app.app_context():
        assert_refused(statistics_engine(), f"SELECT 1 FROM {table}")


@pytest.mark.parametrize("statement", [
    "INSERT INTO published_figures (id) VALUES (gen_random_uuid())", "UPDATE published_figures SET value = 5",
    "DELETE FROM published_figures",
])
def test_the_national_role_reads_published_figures_and_writes_none(app: Flask, statement: str) -> None:
    with app.app_context():
        assert_refused(national_engine(), statement)


@pytest.mark.parametrize("statement", ["UPDATE published_figures SET value = 5", "DELETE FROM published_figures",
                                       "UPDATE returns SET hash = ''", "DELETE FROM return_figures"])
def test_what_is_published_cannot_be_changed_even_by_the_role_that_publishes(app: Flask, statement: str) -> None:
    with app.app_context():
        assert_refused(statistics_engine(), statement)


def assert_refused(engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied") as refusal:
        connection.execute(text(statement))
    assert type(refusal.value.orig).__name__ == "InsufficientPrivilege"
