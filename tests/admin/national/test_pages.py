"""The national office's comparison of services, as people see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from history import Region
from signing_in import statements
from sqlalchemy import event, insert
from werkzeug.test import TestResponse

from admin.national.models import PublishedFigure
from concord.database.engine import national_engine, statistics_engine
from concord.identity.permissions import Role
from concord.tenancy.models import Status
from harness import Service, Visitor, World, page_text, soup
from tenants.returns.period import Quarter

LAST = Quarter.current().previous
MakeRegion = Callable[..., Region]


@pytest.fixture
def coordinator(world: World, national: Service) -> Visitor:
    return world.staff(national, Role.NATIONAL_COORDINATOR)


def line(page: TestResponse, name: str) -> list[str]:
    """The cells of a service's line in the table."""
    rows = [row for row in soup(page).select("tbody tr") if row.th and row.th.get_text(strip=True) == name]
    assert len(rows) == 1, f"{len(rows)} lines for {name}"
    return [cell.get_text(" ", strip=True) for cell in rows[0].find_all("td")]


def areas_without_a_service(page: TestResponse) -> list[str]:
    heading = soup(page).find(id="not-on-concord")
    assert heading is not None
    assert heading.get_text(strip=True) == "Not yet on Concord"
    listed = heading.find_next("p")
    assert listed is not None
    return listed.get_text(strip=True).partition(": ")[2].split(", ")


def names(page: TestResponse) -> list[str]:
    return [heading.get_text(strip=True) for heading in soup(page).select("tbody th")]


def test_services_stand_side_by_side_for_a_quarter(make_region: MakeRegion, coordinator: Visitor) -> None:
    make_region(name="Alder").submit(LAST, referrals=13, started=8, direct=3)
    make_region(name="Birch").submit(LAST, referrals=22, indirect=9)
    page = coordinator.get(f"/national/?period={LAST}")
    assert line(page, "Alder") == ["15", "2.2", "10", "Hidden: fewer than 8", "0", "0"]
    assert line(page, "Birch") == ["20", "3.0", "0", "0", "10", "0"]
    assert soup(page).h1.get_text(strip=True) == LAST.label  # type: ignore[union-attr]  # there is one


def test_not_submitted_not_on_concord_hidden_and_none_look_different(
    make_region: MakeRegion, make_service: Callable[..., Service], coordinator: Visitor
) -> None:
    make_region(name="Cedar").submit(LAST, referrals=2)
    make_service(name="Damson")
    page = coordinator.get("/national/")
    assert line(page, "Cedar")[:3] == ["Hidden: fewer than 8", "Hidden", "0"]
    assert line(page, "Damson") == ["Not submitted"]
    assert "Cleveland" in areas_without_a_service(page)
    marked = soup(page).select("tbody td *[class]")
    looks = {element.get_text(strip=True): " ".join(element["class"]) for element in marked}
    assert looks["Hidden: fewer than 8"] != looks["Not submitted"]
    assert "0" not in looks, "none is a plain number"
    assert "Damson" not in areas_without_a_service(page)


def test_twelve_months_are_shown_only_when_all_four_quarters_are_submitted(
    make_region: MakeRegion, coordinator: Visitor
) -> None:
    whole, part = make_region(name="Elm"), make_region(name="Fir")
    for quarter in LAST.twelve_months:
        whole.submit(quarter, referrals=6)
    part.submit(LAST, referrals=30)
    page = coordinator.get(f"/national/?period={LAST}&span=year")
    assert line(page, "Elm")[0] == "25"
    assert line(page, "Fir") == ["Not submitted"]
    assert soup(page).h1.get_text(strip=True) == LAST.year_label  # type: ignore[union-attr]  # there is one


def test_a_hidden_twelve_months_of_more_than_seven_is_not_called_fewer_than_eight(
    app: Flask, make_region: MakeRegion, coordinator: Visitor
) -> None:
    region = make_region(name="Gorse")
    region.submit(LAST, referrals=9)
    with app.app_context(), statistics_engine().begin() as connection:
        connection.execute(insert(PublishedFigure).values(
            organisation_id=region.service.id, period=str(LAST), span="year", indicator="referrals", breakdown="all",
            status="suppressed", least=8, most=24, rules_version="2026.2",
        ))
    assert line(coordinator.get("/national/?span=year"), "Gorse")[0] == "Hidden"


def test_the_chart_shows_the_numbers_of_the_table(make_region: MakeRegion, coordinator: Visitor) -> None:
    make_region(name="Hazel").submit(LAST, referrals=40)
    make_region(name="Ivy").submit(LAST, referrals=1)
    page = coordinator.get("/national/?by=referrals")
    chart = soup(page).select_one("svg.concord-chart")
    assert chart is not None
    words = [label.get_text(strip=True) for label in chart.find_all("text")]
    assert words[words.index("Hazel") + 1] == "40" == line(page, "Hazel")[0]
    assert words[words.index("Ivy") + 1] == "Hidden: fewer than 8"
    assert "Cleveland" not in words


def test_a_column_puts_the_largest_first_and_lines_without_a_number_last(
    make_region: MakeRegion, coordinator: Visitor
) -> None:
    for name, number in (("Juniper", 11), ("Kerria", 52), ("Larch", 3)):
        make_region(name=name).submit(LAST, referrals=number)
    order = [name for name in names(coordinator.get("/national/?by=referrals"))
             if name in {"Juniper", "Kerria", "Larch"}]
    assert order == ["Kerria", "Juniper", "Larch"]
    links = [str(link["href"]) for link in soup(coordinator.get("/national/?by=referrals&span=year")).select("thead a")]
    assert f"/national/?period={LAST}&span=year&by=direct" in links


def test_a_service_that_began_after_the_quarter_was_not_on_concord_in_it(
    make_service: Callable[..., Service], coordinator: Visitor
) -> None:
    began = LAST.before(-1).first_day
    make_service(name="Fig", police_areas=[{"code": "E23000032", "from": began.isoformat()}])
    page = coordinator.get("/national/")
    assert "Fig" not in names(page)
    assert "Kent" in areas_without_a_service(page)


def test_a_service_in_preparation_is_not_on_concord_and_a_suspended_one_still_is(
    app: Flask, make_region: MakeRegion, make_service: Callable[..., Service], coordinator: Visitor
) -> None:
    make_service(name="Maple", police_areas=[{"code": "E23000001", "from": "2020-01-01"}], status=Status.PREPARING)
    make_service(name="Nettle", police_areas=[{"code": "E23000034", "from": "2020-01-01"}], status=Status.SUSPENDED)
    page = coordinator.get("/national/")
    assert "Maple" not in names(page)
    assert line(page, "Nettle") == ["Not submitted"]
    assert "Metropolitan Police" in areas_without_a_service(page)
    assert "City of London" not in areas_without_a_service(page)


def test_the_page_says_how_the_figures_came_about(coordinator: Visitor) -> None:
    words = page_text(coordinator.get("/national/"))
    for sentence in ("rules, version 2026.2", "Numbers from 1 to 7 are hidden", "rounded to the nearest 5",
                     "worked out from the rounded numbers", "One request for one person about one incident"):
        assert sentence in words


@pytest.mark.parametrize("query", ["period=2026Q5", "period=", "period=nonsense", f"period={Quarter.current()}",
                                   "period=2099Q1", "span=month", "period=2026Q3%00"])
def test_a_time_that_has_no_figures_is_not_found(coordinator: Visitor, query: str) -> None:
    assert coordinator.get(f"/national/?{query}").status_code == 404


def test_a_quarter_long_ago_can_be_asked_for_and_stays_chosen(coordinator: Visitor) -> None:
    page = coordinator.get("/national/?period=2019Q4&by=<script>")
    chosen = soup(page).select_one("#period option[selected]")
    assert chosen is not None
    assert chosen["value"] == "2019Q4"
    assert page.status_code == 200


@pytest.mark.parametrize(("role", "status"), [
    (Role.NATIONAL_COORDINATOR, 200), (Role.AUDITOR, 200), (Role.ADMINISTRATOR, 403),
])
def test_coordinators_and_auditors_compare_services(world: World, national: Service, role: Role, status: int) -> None:
    assert world.staff(national, role).get("/national/").status_code == status


def test_the_comparison_does_not_exist_at_a_service_and_not_for_visitors(
    world: World, service: Service, national: Service
) -> None:
    assert world.staff(service, Role.SERVICE_MANAGER).get("/national/").status_code == 404
    assert world.visitor(national).get("/national/").status_code == 302


def test_a_name_is_shown_as_text(make_region: MakeRegion, coordinator: Visitor) -> None:
    make_region(name="Oak <b>& Co").submit(LAST, referrals=9)
    page = coordinator.get("/national/")
    assert "Oak <b>& Co" in names(page)
    chart = soup(page).select_one("svg.concord-chart")
    assert chart is not None
    assert not chart.find("b")


@contextmanager
def national_statements(app: Flask) -> Iterator[list[str]]:
    with app.app_context():
        engine = national_engine()
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine, "before_cursor_execute", note)


def test_the_comparison_needs_at_most_five_statements(
    app: Flask, make_region: MakeRegion, coordinator: Visitor
) -> None:
    for number in range(3):
        make_region().submit(LAST, referrals=9 + number, direct=2)
    coordinator.get("/national/")
    with statements(app) as own, national_statements(app) as narrow:
        coordinator.get("/national/")
    assert len(narrow) == 2
    assert len(own) + len(narrow) <= 5, own + narrow
