"""An export holds what its reader may see, as far as its audience may, and is on record."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from cases import Casework
from marking import SIDES, mark_case
from openpyxl import load_workbook
from sqlalchemy import select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from harness import PASSWORD, Service, Visitor, World, page_text
from tenants.bulk.exporting import What
from tenants.casework.impartiality import declare_conflict
from tenants.casework.kinds import Audience
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.people.models import Person

Rows = list[dict[str, str]]


def answer_of(manager: Visitor, what: str, audience: str = "facilitators", **answers: Any) -> bytes:
    given = {"what": what, "audience": audience, "password": PASSWORD, **answers}
    answer = manager.submit("/team/bulk/export", given)
    assert answer.status_code == 200, page_text(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Disposition"].startswith(f'attachment; filename="concord-{what}-20')
    return answer.get_data()


def rows_of(manager: Visitor, what: str, audience: str = "facilitators", **answers: Any) -> Rows:
    text = answer_of(manager, what, audience, **answers).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def acts(cases: Casework) -> Iterator[tuple[str, UUID | None, dict[str, object]]]:
    with cases.world.inside(cases.service):
        statement = select(AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.detail)
        for row in db.session.execute(statement.where(AuditEntry.action == "export")):
            yield row.subject_kind, row.subject_id, row.detail


@pytest.mark.parametrize("side", SIDES)
def test_an_export_for_one_side_holds_its_own_marks_and_none_of_the_others(
    cases: Casework, manager: Visitor, side: Audience
) -> None:
    marked = mark_case(cases)
    (other,) = set(SIDES) - {side}
    everything = "".join(answer_of(manager, what, side).decode() for what in What)
    assert [mark for mark in marked.marks[other] if mark in everything] == []
    assert sum(mark in everything for mark in marked.marks[side]) >= 5
    for_us = "".join(answer_of(manager, what).decode() for what in What)
    assert any(mark in for_us for mark in marked.marks[other])


def test_the_teams_own_export_says_what_is_on_record(cases: Casework, manager: Visitor) -> None:
    cases.case_of_two()
    [case] = rows_of(manager, "cases")
    assert (case["Stage"], case["Lead"]) == ("New case", "Sam Carter")
    assert case["What happened"] == "Someone took my bicycle."
    people = rows_of(manager, "people")
    assert [(row["Role"], row["Name"], row["Phone"]) for row in people] == [
        ("person harmed", "Hattie Example", "07700 900123 (safe)"),
        ("person responsible", "Rhys Example", "07700 900321 (not checked)"),
    ]
    assert [row["What"] for row in rows_of(manager, "timeline")][:2] == ["opened", "party_added"]


def test_stages_and_days_narrow_an_export_down(cases: Casework, manager: Visitor) -> None:
    cases.case()
    day = cases.act().happened_on
    today: dict[str, Any] = {"opened_from-day": day.day, "opened_from-month": day.month, "opened_from-year": day.year}
    assert len(rows_of(manager, "cases", stages=[Stage.ALLOCATED], **today)) == 1
    assert rows_of(manager, "cases", stages=[Stage.CLOSED]) == []
    long_ago: dict[str, Any] = {"opened_to-day": 1, "opened_to-month": 1, "opened_to-year": 2020}
    assert rows_of(manager, "cases", **long_ago) == []


def test_what_the_exporter_may_not_see_stays_out(cases: Casework, world: World, service: Service) -> None:
    conflicted, restricted = cases.case("Cora Example"), cases.case("Remy Example")
    cases.case("Open Example")
    other = world.account(service, Role.SERVICE_MANAGER, "other@service.example")
    with world.inside(service):
        declare_conflict(conflicted, other.id, cases.act(), conflict=True)
        db.session.get_one(Case, (service.id, restricted)).restricted = True
    assert {row["Name"] for row in rows_of(world.sign_in(service, other), "people")} == {"Open Example"}
    logged = {subject for kind, subject, _detail in acts(cases) if kind == "case"}
    assert not logged & {conflicted, restricted}


def test_an_export_needs_the_password_again(cases: Casework, manager: Visitor) -> None:
    cases.case()
    for password in ("", "wrong"):
        given = {"what": "people", "audience": "facilitators", "password": password}
        answer = manager.submit("/team/bulk/export", given)
        assert answer.status_code == 422
        assert "Hattie" not in answer.get_data(as_text=True)
    assert list(acts(cases)) == []


def test_every_export_and_every_case_in_it_is_on_record_without_a_word_of_it(
    cases: Casework, manager: Visitor
) -> None:
    first, second = cases.case(), cases.case("Owen Example")
    rows_of(manager, "people", "harmed", stages=[Stage.ALLOCATED])
    logged = list(acts(cases))
    (export_id, whole), = [(subject, detail) for kind, subject, detail in logged if kind == "case_list"]
    assert whole == {
        "what": "people", "audience": "harmed", "file": "csv", "stages": ["allocated"], "opened_from": None,
        "opened_to": None, "cases": 2, "rows": 2,
    }
    each = {subject: detail for kind, subject, detail in logged if kind == "case"}
    assert each.keys() == {first, second}
    assert each[first] == {"export": str(export_id), "what": "people", "audience": "harmed"}
    words = page_text(manager.get("/team/bulk/exports"))
    assert "Sam Carter People The side of the person harmed New case 2 2" in words


def test_no_cell_of_an_export_is_a_formula(cases: Casework, manager: Visitor) -> None:
    cases.case("@SUM(A1)")
    with cases.world.inside(cases.service):
        db.session.execute(select(Person)).scalar_one().known_as = "=1+1"
    sheet = load_workbook(io.BytesIO(answer_of(manager, "people", kind="xlsx"))).worksheets[0]
    assert "f" not in {cell.data_type for row in sheet for cell in row}
    assert [cell.value for cell in sheet[2]][2:4] == ["'@SUM(A1)", "'=1+1"]


def test_a_supervisor_may_not_export(world: World, service: Service) -> None:
    assert world.staff(service, Role.CASE_SUPERVISOR).get("/team/bulk/export").status_code == 403
