"""Past cases come in from a file: looked at first, taken once, and never counted."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
from bulk_files import ALONE, OTHER_SIDE, ROW, csv_of, press, send_in, work
from cases import Casework
from sqlalchemy import func, select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.permissions import Role
from concord.outbox import checkpoints
from concord.outbox.models import OutboxEvent, State
from harness import Service, Visitor, World, page_text
from tenants.bulk import service as bulk
from tenants.bulk.models import ImportRow
from tenants.casework.guards import evaluate
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.people.models import ContactPoint, Person, Standing
from tenants.referrals.models import Incident, Referral
from tenants.returns.counting import count
from tenants.returns.period import Quarter


def file_of(cases: Casework) -> bytes:
    """Two cases, one of them open and led by the manager."""
    return csv_of(ROW, OTHER_SIDE, ALONE | {"lead": cases.manager.email})


def number_of(cases: Casework, table: type) -> int:
    with cases.world.inside(cases.service):
        return db.session.execute(select(func.count()).select_from(table)).scalar_one()


def take_all(cases: Casework, manager: Visitor, data: bytes) -> str:
    page = send_in(manager, data)
    work(cases.world, cases.service)
    press(manager, page, "/take")
    work(cases.world, cases.service)
    return page


def test_a_file_is_looked_at_before_anything_is_taken(cases: Casework, manager: Visitor) -> None:
    met = cases.case("Owen Example")
    bad = ROW | {"reference": "X1", "born": "31/2/1990", "role": "witness"}
    page = send_in(manager, csv_of(ROW, OTHER_SIDE, bad, ALONE | {"lead": cases.manager.email}))
    assert "Checked 0 of 4 rows." in page_text(manager.get(page))
    work(cases.world, cases.service)
    words = page_text(manager.get(page))
    assert "3 good rows 1 rows to put right 0 rows we have already" in words
    assert "Role: Write “harmed” or “responsible”" in words
    assert "Birth date: Write the date like 27/3/2019" in words
    with cases.world.inside(cases.service):
        reference = db.session.execute(select(Case.reference).where(Case.id == met)).scalar_one()
    assert f"5 Owen Example {reference}" in words
    assert number_of(cases, Case) == 1


def test_the_good_rows_become_cases_with_their_history(cases: Casework, manager: Visitor) -> None:
    page = take_all(cases, manager, file_of(cases))
    assert "3 rows taken 0 good rows" in page_text(manager.get(page))
    with cases.world.inside(cases.service):
        closed, still_open = db.session.scalars(select(Case).order_by(Case.stage.desc())).all()
        assert (closed.stage, closed.closure_reason, f"{closed.closed_at:%Y-%m-%d}") == (
            "closed", "completed_direct", "2019-07-02",
        )
        assert (still_open.stage, still_open.lead_id) == ("allocated", cases.manager.id)
        assert not evaluate(still_open.id, ["no_conflict_of_interest"])["no_conflict_of_interest"]
        events = db.session.execute(
            select(CaseEvent.kind, CaseEvent.to_stage, CaseEvent.note).where(CaseEvent.case_id == closed.id)
            .order_by(CaseEvent.recorded_at, CaseEvent.id)
        ).all()
        assert [(kind, stage) for kind, stage, _note in events] == [
            ("opened", "allocated"), ("imported", None), ("imported", None), ("stage_changed", "closed"),
        ]
        assert events[1].note == "Your reference: 2019/044\n\nMet at the library."
        people = db.session.execute(
            select(CaseParty.role, Person.name, Person.birth_date).join(Person, Person.id == CaseParty.person_id)
            .where(CaseParty.case_id == closed.id).order_by(CaseParty.id)
        ).all()
        assert [tuple(person) for person in people] == [
            ("harmed", "Hattie Example", "1988-03-27"), ("responsible", "Rhys Example", None),
        ]
        assert set(db.session.scalars(select(ContactPoint.standing))) == {Standing.UNKNOWN}
        incident = db.session.get_one(Incident, (cases.service.id, closed.incident_id))
        assert (incident.kind, incident.summary, incident.area_code) == ("crime", "A burglary.", "E23000026")
        assert [row.said for row in db.session.scalars(select(ImportRow))] == [{}, {}, {}]
        case_id = closed.id
    assert "Hattie Example comes from earlier records" in page_text(manager.get(f"/team/cases/{case_id}"))
    assert "Owen Example" in page_text(manager.get("/team/"))


def test_history_counts_in_no_figure(cases: Casework, manager: Visitor) -> None:
    quarters = [Quarter.parse(period) for period in ("2019Q1", "2019Q3")]

    def counts() -> list[str]:
        with cases.world.inside(cases.service):
            return [count(quarter).fingerprint for quarter in [*quarters, Quarter.current()]]

    before = counts()
    take_all(cases, manager, file_of(cases))
    assert counts() == before
    assert number_of(cases, Referral) == 0


def test_the_same_file_again_takes_nothing(cases: Casework, manager: Visitor) -> None:
    take_all(cases, manager, file_of(cases))
    for name in ("past.csv", "again.csv"):
        page = send_in(manager, file_of(cases).replace(b"Hattie Example", b" hattie  EXAMPLE"), name)
        work(cases.world, cases.service)
        words = page_text(manager.get(page))
        assert "0 good rows 0 rows to put right 3 rows we have already" in words
        assert "Take the good rows" not in words
    assert number_of(cases, Case) == 2


def test_two_files_that_wait_with_the_same_case_bring_it_once(cases: Casework, manager: Visitor) -> None:
    pages = [send_in(manager, file_of(cases)) for _ in range(2)]
    work(cases.world, cases.service)
    for page in pages:
        press(manager, page, "/take")
    work(cases.world, cases.service)
    assert number_of(cases, Case) == 2
    assert "0 rows taken 0 good rows 0 rows to put right 3 rows we have already" in page_text(manager.get(pages[1]))


def test_a_case_entered_by_hand_is_known(cases: Casework, manager: Visitor) -> None:
    case_id = cases.case("Hattie Example")
    today = f"{cases.act().happened_on:%d/%m/%Y}"
    page = send_in(manager, csv_of(ROW | {"opened": today, "closed": today}))
    work(cases.world, cases.service)
    answer = manager.get(page)
    assert "1 rows we have already" in page_text(answer)
    assert str(case_id) in answer.get_data(as_text=True)


def test_somebody_new_on_a_case_that_was_taken_is_not_added_unseen(cases: Casework, manager: Visitor) -> None:
    take_all(cases, manager, csv_of(ROW))
    page = send_in(manager, csv_of(ROW, OTHER_SIDE))
    work(cases.world, cases.service)
    words = page_text(manager.get(page))
    assert "We took this case before, without this person." in words
    assert "1 rows to put right 1 rows we have already" in words


class Killed(BaseException):
    """What ends a process."""


@contextmanager
def killed_at(place: str, passes: int) -> Iterator[None]:
    """What works in here ends when it has passed a place this often, and then once more; if it gets so far."""
    left = [passes]

    def watcher(name: str) -> None:
        left[0] -= name == place
        if left[0] < 0:
            raise Killed

    checkpoints.watch(watcher)
    try:
        with suppress(Killed):
            yield
    finally:
        checkpoints._watchers.remove(watcher)


@pytest.mark.parametrize("place", ["drain.acted", "drain.committed"])
def test_what_is_killed_goes_on_where_it_stopped(cases: Casework, manager: Visitor, place: str) -> None:
    rows = [
        row | {"reference": f"K{number}", "name": f"{row['name']} {letter}"} for number, letter in enumerate("ABC")
        for row in (ROW, OTHER_SIDE)
    ]
    page = send_in(manager, csv_of(*rows))
    with killed_at(place, 0):
        work(cases.world, cases.service)
    assert "Your file is being checked" in page_text(manager.get(page))
    work(cases.world, cases.service)
    press(manager, page, "/take")
    whole = []
    for passes in range(3):
        with killed_at(place, passes):
            work(cases.world, cases.service)
        whole.append(number_of(cases, Case))
        assert number_of(cases, CaseParty) == 2 * whole[-1]
    assert {1, 2} & set(whole)
    work(cases.world, cases.service)
    assert (number_of(cases, Case), number_of(cases, Person)) == (3, 6)
    assert "6 rows taken 0 good rows" in page_text(manager.get(page))
    with cases.world.inside(cases.service):
        waiting = select(func.count()).select_from(OutboxEvent).where(OutboxEvent.state != State.DONE)
        assert db.session.execute(waiting).scalar_one() == 0


def test_bad_rows_come_back_with_reasons_and_can_be_sent_again(cases: Casework, manager: Visitor) -> None:
    first = ROW | {"name": "=cmd|'/C calc'!A0", "notes": "+44", "born": "1/1/2999"}
    page = take_page = send_in(manager, csv_of(first, OTHER_SIDE))
    work(cases.world, cases.service)
    answer = manager.get(f"{page}/bad.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="rows-to-put-right.csv"'
    assert "no-store" in answer.headers["Cache-Control"]
    head, one, two = csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"), newline=""))
    assert one[head.index("Name")] == "'=cmd|'/C calc'!A0"
    assert one[head.index("Notes")] == "'+44"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in (*one, *two))
    assert one[-1] == "Birth date: The date must be today or in the past, and not before 1900"
    assert two[-1].startswith("Another row with this reference is not right.")
    put_right = answer.get_data().replace(b"1/1/2999", b"1/1/1999")
    take_all(cases, manager, put_right)
    with cases.world.inside(cases.service):
        assert "=cmd|'/C calc'!A0" in set(db.session.scalars(select(Person.name)))
    press(manager, take_page, "/throw-away")
    assert "The rows that were not taken are gone." in page_text(manager.get(take_page))


def test_a_lead_who_left_meanwhile_keeps_only_their_own_case_back(cases: Casework, manager: Visitor) -> None:
    leaver = cases.world.account(cases.service, Role.FACILITATOR)
    page = send_in(manager, csv_of(ROW, ALONE | {"lead": leaver.email}))
    work(cases.world, cases.service)
    with cases.world.inside(cases.service):
        from concord.identity.models import Account

        db.session.get_one(Account, (cases.service.id, leaver.id)).status = "disabled"
    press(manager, page, "/take")
    work(cases.world, cases.service)
    words = page_text(manager.get(page))
    assert "1 rows taken 0 good rows 1 rows to put right" in words
    assert "Lead’s e-mail: Nobody here who can work on cases has this e-mail address" in words


def test_what_nobody_took_goes_after_a_month(
    cases: Casework, manager: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    send_in(manager, csv_of(ROW))
    with cases.world.inside(cases.service):
        assert bulk.forget_old() == 0
    monkeypatch.setattr(bulk, "KEPT", -bulk.KEPT)
    with cases.world.inside(cases.service):
        assert bulk.forget_old() == 1
    assert number_of(cases, ImportRow) == 0


def test_neither_queue_nor_audit_trail_holds_what_the_file_says(cases: Casework, manager: Visitor) -> None:
    take_all(cases, manager, file_of(cases))
    with cases.world.inside(cases.service):
        told = [str(ids) for ids in db.session.scalars(select(OutboxEvent.ids))]
        told += [str(detail) for detail in db.session.scalars(select(AuditEntry.detail))]
        kinds = set(db.session.scalars(select(CaseEvent.kind)))
    assert not any(mark in line for line in told for mark in ("Example", "2019/044", "burglary", "960001", "960 001"))
    assert EventKind.IMPORTED in kinds


def test_a_colleague_who_is_no_manager_may_not_bring_cases_in(world: World, service: Service) -> None:
    assert world.staff(service, Role.CASE_SUPERVISOR).get("/team/bulk/import").status_code == 403
