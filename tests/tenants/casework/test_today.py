"""What a day starts with: who to contact next, what is due, and how it is ticked off; a call and the next in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cases import SAFE_PHONE, Casework, send
from signing_in import statements
from sqlalchemy import Row, select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from harness import Visitor, find_form, form_values, page_text, soup
from tenants.casework import service as casework
from tenants.casework import tasks
from tenants.casework.kinds import TaskKind
from tenants.casework.record_models import Task
from tenants.casework.tasks import NewTask
from tenants.people.models import Answer, ConsentChannel, Decision, Purpose
from tenants.people.service import Choice
from tenants.referrals.models import PartyRole


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


def open_tasks(cases: Casework, case_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    columns = Task.id, Task.kind, Task.owner_id, Task.due_on, Task.words
    statement = select(*columns).where(Task.case_id == case_id, Task.done_at.is_(None)).order_by(Task.due_on)
    with cases.world.inside(cases.service):
        return db.session.execute(statement).all()


def remind(cases: Casework, case_id: UUID, words: str, days: int = 0, owner: UUID | None = None) -> None:
    with cases.world.inside(cases.service):
        tasks.remind(
            NewTask(
                case_id=case_id, kind=TaskKind.REMINDER, owner_id=owner or cases.manager.id, words=words,
                due_on=uk_today() + timedelta(days=days),
            ),
            cases.act(),
        )


def test_a_new_case_asks_for_its_first_contact_within_the_limit_of_the_service(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    (first,) = open_tasks(cases, case_id)
    assert (first.kind, first.owner_id) == (TaskKind.CONTACT, cases.manager.id)
    assert first.due_on == add_working_days(uk_today(), 2)
    page = soup(team.get("/team/"))
    link = page.find("a", string=lambda text: "Contact them: Hattie Example" in str(text))
    assert link
    form = team.get(str(link["href"]))
    above = form.get_data(as_text=True).partition("<form method")[0]
    assert "07700 900123" in above
    assert "Safe to use." in above


def test_one_form_logs_a_call_and_sets_the_next(cases: Casework, team: Visitor) -> None:
    path = f"/team/cases/{(case_id := cases.case())}/contact"
    assert send(team, path, outcome="no_answer").count("Contact them: Hattie Example") == 1
    (task,) = open_tasks(cases, case_id)
    assert task.due_on == add_working_days(uk_today(), 1), "nobody answered: the next working day"
    day = uk_today() + timedelta(days=10)
    chosen = {"next_day-day": day.day, "next_day-month": day.month, "next_day-year": day.year}
    send(team, path, outcome="wrong_details", next="day", **chosen)
    (task,) = open_tasks(cases, case_id)
    assert task.due_on == day
    answer = team.submit(path, {"outcome": "sent", "next": "day"})
    assert answer.status_code == 422
    assert "Enter the day" in page_text(answer)
    send(team, path, outcome="spoke")
    assert open_tasks(cases, case_id) == [], "after a talk the two of them said what comes next"


def test_a_message_where_none_may_be_left_is_confirmed_and_the_lead_makes_sure_that_they_are_safe(
    cases: Casework, team: Visitor
) -> None:
    leave = replace(SAFE_PHONE, may_leave_message=Answer.YES)
    path, happy = (f"/team/cases/{cases.case(name, way)}" for name, way in (("A Example", SAFE_PHONE), ("B", leave)))
    asked = "No message may be left this way."
    answer = team.submit(f"{path}/contact", {"outcome": "message_left", "note": "Rang at noon"})
    assert answer.status_code == 422
    assert asked in page_text(answer)
    assert "Rang at noon" in page_text(answer)
    assert "Make sure that they are safe" not in page_text(team.get(path))
    said = send(team, f"{path}/contact", outcome="message_left", left_anyway="y")
    assert "A message was left although none may be left. Make sure that they are safe" in said
    assert "Make sure that they are safe" not in send(team, f"{happy}/contact", outcome="message_left")


def test_what_is_due_stands_there_in_words_and_colour_and_is_ticked_off_in_place(
    cases: Casework, team: Visitor
) -> None:
    case_id = cases.case()
    remind(cases, case_id, "Ring the prison", -3)
    remind(cases, case_id, "Book the hall", 1)
    day = team.get("/team/")
    page = soup(day)
    rows = [row.get_text(" ", strip=True) for row in page.select(".concord-tasks__task")]
    assert "Overdue since" in rows[1]
    assert page.select(".concord-tasks .govuk-tag--red")
    assert "Due tomorrow" in rows[2]
    assert "1 Your overdue tasks" in page_text(day)
    done = next(form for form in page.select("form.concord-post") if "Ring the prison" in form.get_text())
    answer = team.post(str(done["action"]), form_values(done))
    assert answer.headers["Location"] == "/team/"
    words = page_text(team.follow())
    assert "Done and written down." in words
    assert "Ring the prison" not in words
    assert "Done: Reminder" in page_text(team.get(f"/team/cases/{case_id}"))


def test_tasks_of_others_and_of_hidden_cases_are_not_in_my_day(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    other = cases.world.account(cases.service, Role.FACILITATOR, "fran@example.org", "Fran Facilitator")
    remind(cases, case_id, "Only for Fran", owner=other.id)
    assert "Only for Fran" not in page_text(team.get("/team/"))
    theirs = cases.world.sign_in(cases.service, other)
    assert "Only for Fran" in page_text(theirs.get("/team/"))
    send(team, f"/team/cases/{case_id}/conflict", account=str(other.id), conflict="yes")
    assert "Only for Fran" not in page_text(theirs.get("/team/"))


def test_a_task_goes_only_to_who_may_open_its_case(cases: Casework, team: Visitor) -> None:
    volunteer = cases.world.account(cases.service, Role.VOLUNTEER_FACILITATOR, name="Vera Volunteer")
    path = f"/team/cases/{cases.case()}/tasks/new"
    said = {"words": "Write to the school", "owner": str(volunteer.id)}
    answer = team.submit(path, said)
    assert answer.status_code == 422
    assert "Choose somebody who works on this case." in page_text(answer)
    assert "Write to the school" in send(team, path, **said | {"owner": str(cases.manager.id)})


def test_two_who_change_one_task_see_each_others_words_and_lose_nothing(cases: Casework, team: Visitor) -> None:
    case_id = cases.case()
    remind(cases, case_id, "Ring the school")
    path = f"/team/cases/{case_id}/tasks/{open_tasks(cases, case_id)[0].id}"
    other = cases.world.staff(cases.service, Role.CASE_SUPERVISOR)
    typed = form_values(find_form(soup(other.get(path)))) | {"words": "Ring the school and the club"}
    send(team, path, words="Ring the school after three")
    answer = other.post(path, typed)
    assert answer.status_code == 409
    words = page_text(answer)
    assert "What it was Ring the school What somebody else wrote Ring the school after three" in words
    assert "Ring the school and the club" in words
    assert other.submit(None, {}).status_code == 303
    assert open_tasks(cases, case_id)[0].words == "Ring the school and the club"


def test_nobody_is_to_be_contacted_who_does_not_want_it(cases: Casework) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        party = cases.parties(case_id)[PartyRole.HARMED]
        choice = Choice(
            Purpose.STORE_AND_CONTACT, Decision.WITHDRAWN, ConsentChannel.VERBAL_WITNESSED, uk_today()
        )
        casework.record_consent(case_id, party, choice, cases.act())
    assert open_tasks(cases, case_id) == [] or all(task.kind != TaskKind.CONTACT for task in open_tasks(cases, case_id))


def test_tasks_go_with_the_lead(cases: Casework, team: Visitor) -> None:
    other = cases.world.account(cases.service, Role.FACILITATOR, "fran@example.org", "Fran Facilitator")
    case_id = cases.case()
    send(team, f"/team/cases/{case_id}/lead", account=str(other.id), conflict="no")
    assert {task.owner_id for task in open_tasks(cases, case_id)} == {other.id}


def test_the_day_costs_five_statements_however_much_there_is_to_do(cases: Casework, team: Visitor) -> None:
    for number in range(3):
        remind(cases, cases.case(f"Person {number} Example"), f"Task {number}")
    team.get("/team/")
    with statements(cases.world.app) as seen:
        assert team.get("/team/").status_code == 200
    reads = [statement for statement in seen if statement.lstrip().upper().startswith(("SELECT", "WITH"))]
    assert len(reads) <= 5, [one[:160] for one in reads]
    assert [statement for statement in seen if statement not in reads and "audit_entries" not in statement] == []
