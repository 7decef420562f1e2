"""The pages of assessments: quick to fill in, rated with a reason, read beside the one before."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from assessing import assess, good_answers, qualify
from cases import Casework, send
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Visitor, find_form, form_values, page_text, soup
from tenants.assessments import service
from tenants.assessments.assessing import LOOK_AGAIN
from tenants.assessments.models import Assessment
from tenants.assessments.policy import Kind
from tenants.assessments.service import Plan
from tenants.casework import service as casework
from tenants.casework.facts import facts_of
from tenants.casework.kinds import TaskKind
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import CaseFacts, Task
from tenants.people.service import Refused
from tenants.practice.models import Level
from tenants.referrals.models import PartyRole


@pytest.fixture
def team(cases: Casework) -> Visitor:
    return cases.world.sign_in(cases.service, cases.manager)


@pytest.fixture
def case_id(cases: Casework) -> UUID:
    return cases.case_of_two()


def party(cases: Casework, case_id: UUID, role: PartyRole = PartyRole.HARMED) -> UUID:
    with cases.world.inside(cases.service):
        return cases.parties(case_id)[role]


def open_tasks(cases: Casework, case_id: UUID, kind: TaskKind) -> list[tuple[UUID, object]]:
    statement = select(Task.owner_id, Task.due_on).where(
        Task.case_id == case_id, Task.kind == kind, Task.done_at.is_(None)
    )
    with cases.world.inside(cases.service):
        return [(row.owner_id, row.due_on) for row in db.session.execute(statement)]


def test_the_page_says_for_each_person_what_is_missing_and_where_to_write_it(
    cases: Casework, team: Visitor, case_id: UUID
) -> None:
    page = team.get(f"/team/cases/{case_id}/assessments")
    assert page_text(page).count("Not done yet") == 6
    links = [str(link["href"]) for link in soup(page).select(".govuk-summary-list__actions a")]
    assert len(links) == 6
    assert all(team.get(link).status_code == 200 for link in links)


def test_a_rating_follows_from_the_answers_and_is_explained(cases: Casework, team: Visitor, case_id: UUID) -> None:
    path = f"/team/cases/{case_id}/assessments/{party(cases, case_id)}/risk"
    page = send(team, path, **good_answers(Kind.RISK, PartyRole.HARMED, control="yes", to_self="medium"))
    assert "High, because: power or control (yes)." in page
    assert f"It holds until {(uk_today() + timedelta(days=14)).day} " in page
    assert "Risk: High" in page_text(team.get(f"/team/cases/{case_id}"))


def test_an_assessor_may_rate_otherwise_but_says_why(cases: Casework, team: Visitor, case_id: UUID) -> None:
    path = f"/team/cases/{case_id}/assessments/{party(cases, case_id)}/suitability"
    answers = good_answers(Kind.SUITABILITY, PartyRole.HARMED, coping="no", rating="yes")
    answer = team.submit(path, answers)
    assert answer.status_code == 422
    assert "Say in a few words why you rate it in another way" in page_text(answer)
    page = send(team, path, **answers, reason="Her sister comes along")
    assert "Her sister comes along" in page
    assert "Not sure yet, because: something helps them cope (no)." in page


def test_every_question_needs_an_answer(cases: Casework, team: Visitor, case_id: UUID) -> None:
    answer = team.submit(f"/team/cases/{case_id}/assessments/{party(cases, case_id)}/eligibility", {})
    assert answer.status_code == 422
    assert page_text(answer).count("Choose an answer") >= 5


def test_assessing_again_starts_from_the_last_answers_and_shows_what_changed(
    cases: Casework, team: Visitor, case_id: UUID
) -> None:
    party_id = party(cases, case_id)
    path = f"/team/cases/{case_id}/assessments/{party_id}/risk"
    with cases.world.inside(cases.service):
        act = cases.act()
        assess(case_id, act, party_id, (Kind.RISK,), on=uk_today() - timedelta(days=20), substances="medium")
    assert "Out of date" in page_text(team.get(f"/team/cases/{case_id}/assessments"))
    values = form_values(find_form(soup(team.get(path))))
    assert values["substances"] == "medium"
    assert values["to_them"] == "low"
    send(team, path, substances="high")
    history = page_text(team.get(f"{path}/history"))
    assert history.count("Before: Medium") == 1
    assert "Low Before:" not in history


def test_an_assessment_is_looked_at_again_by_the_lead(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        responsible = cases.parties(case_id)[PartyRole.RESPONSIBLE]
        assess(case_id, cases.act(), kinds=(Kind.RISK,), on=uk_today() - timedelta(days=5))
        assess(case_id, cases.act(), responsible, (Kind.RISK,))
    due = {day for _owner, day in open_tasks(cases, case_id, TaskKind.ASSESSMENT_REVIEW)}
    assert due == {uk_today() + timedelta(days=9), uk_today() + timedelta(days=14)}
    with cases.world.inside(cases.service):
        casework.leave(case_id, responsible, PartyState.UNSUITABLE, cases.act())
    assert len(open_tasks(cases, case_id, TaskKind.ASSESSMENT_REVIEW)) == 1


def test_there_is_one_look_again_for_each_kind_and_person_that_says_which_and_none_once_it_took_place(
    cases: Casework,
) -> None:
    case_id = cases.at(Stage.IN_PROCESS)
    waiting = select(Task.party_id, Task.words).where(
        Task.case_id == case_id, Task.kind == TaskKind.ASSESSMENT_REVIEW, Task.done_at.is_(None)
    )
    with cases.world.inside(cases.service):
        assess(case_id, cases.act())
        found = db.session.execute(waiting).all()
        assert len(found) == len(set(found)) == 6
        assert {row.words for row in found} == {str(words) for words in LOOK_AGAIN.values()}
        cases.satisfy(case_id, Stage.FOLLOW_UP)
        casework.move(case_id, Stage.FOLLOW_UP, cases.act())
        assert db.session.execute(waiting).all() == []


def test_what_is_done_about_a_risk_is_a_task_of_whoever_does_it(
    cases: Casework, team: Visitor, case_id: UUID
) -> None:
    other = cases.world.account(cases.service, Role.FACILITATOR, name="Jo Facilitator")
    day = uk_today() + timedelta(days=3)
    due = {"due_on-day": str(day.day), "due_on-month": str(day.month), "due_on-year": str(day.year)}
    page = send(
        team, f"/team/cases/{case_id}/risk-action", what="Book two rooms", high="yes", party="all", **due
    )
    assert "Mona Manager does it by" in page
    assert open_tasks(cases, case_id, TaskKind.RISK_ACTION) == [(cases.manager.id, day)]
    page_now = soup(team.get(f"/team/cases/{case_id}/assessments"))
    change = str(page_now.select("a[href*='/risk-action/']:not([href$=done])")[0]["href"])
    send(team, change, owner=str(other.id))
    assert open_tasks(cases, case_id, TaskKind.RISK_ACTION) == [(other.id, day)]
    assert team.submit(f"{change}/done", {}).status_code == 422
    assert "Seen by Mona" in send(team, f"{change}/done", note="Seen by Mona")
    assert open_tasks(cases, case_id, TaskKind.RISK_ACTION) == []


def test_two_who_change_one_plan_lose_nothing(cases: Casework, team: Visitor, case_id: UUID) -> None:
    plan = Plan(what="Book a room", owner_id=cases.manager.id, due_on=uk_today(), high=False)
    with cases.world.inside(cases.service):
        action = service.plan_action(case_id, None, plan, cases.act())
    path = f"/team/cases/{case_id}/risk-action/{action}"
    mine = form_values(find_form(soup(team.get(path)))) | {"what": "Book three rooms"}
    send(team, path, what="Book two rooms")
    answer = team.post(path, mine)
    assert answer.status_code == 409
    assert "Book two rooms" in page_text(answer)
    assert "Book three rooms" in page_text(answer)
    assert team.submit(None, {}).status_code == 303
    assert "Book three rooms" in page_text(team.follow())


def test_facts_suggest_that_a_case_is_sensitive_and_a_person_decides(
    cases: Casework, team: Visitor, case_id: UUID
) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act(), kinds=(Kind.RISK,), to_them="high")
        facts_of(case_id).domestic_abuse = "yes"
    path = f"/team/cases/{case_id}/complexity"
    page = team.get(path)
    assert "It looks sensitive and complex, because there was domestic abuse; a risk is high." in page_text(page)
    assert form_values(find_form(soup(page)))["complexity"] == "sensitive_complex"
    assert team.submit(path, {"complexity": "standard"}).status_code == 422
    after = send(team, path)
    assert "Decided by Mona Manager." in after
    assert "a lead of level advanced or higher" in after
    with cases.world.inside(cases.service):
        facts = db.session.execute(select(CaseFacts).where(CaseFacts.case_id == case_id)).scalar_one()
        assert (facts.complexity, facts.complexity_by) == ("sensitive_complex", cases.manager.id)


def test_the_page_of_levels_says_exactly_what_to_write_down_and_where(
    cases: Casework, team: Visitor, case_id: UUID
) -> None:
    page = team.get(f"/team/cases/{case_id}/staff")
    assert "Write down the level of Mona Manager" in page_text(page)
    assert f"/team/practice/{cases.manager.id}/level" in page.get_data(as_text=True)
    with cases.world.inside(cases.service):
        qualify(cases.manager.id, Level.INTERMEDIATE)
    assert "Not enough for this case" not in page_text(team.get(f"/team/cases/{case_id}/staff"))


def test_another_agencys_answer_is_written_down_and_read(cases: Casework, team: Visitor, case_id: UUID) -> None:
    path = f"/team/cases/{case_id}/agency"
    assert team.submit(path, {"agency": "prison", "kind": "approval"}).status_code == 422
    page = send(team, path, agency="prison", kind="approval", answer="waiting", note="Rang the wing")
    assert "We wait for their answer" in page
    assert "Rang the wing" in page


def test_a_restricted_case_does_not_exist_for_whoever_is_not_named(
    cases: Casework, team: Visitor, case_id: UUID
) -> None:
    named = cases.world.account(cases.service, Role.FACILITATOR, name="Nan Named")
    others = cases.world.staff(cases.service, Role.CASE_COORDINATOR)
    send(team, f"/team/cases/{case_id}/who-may-see", restricted="yes", named=str(named.id))
    assert others.get(f"/team/cases/{case_id}").status_code == 404
    assert others.get(f"/team/cases/{case_id}/assessments").status_code == 404
    assert cases.world.sign_in(cases.service, named).get(f"/team/cases/{case_id}").status_code == 200
    send(team, f"/team/cases/{case_id}/who-may-see", restricted="no")
    assert others.get(f"/team/cases/{case_id}").status_code == 200


def test_a_case_is_not_closed_to_all_who_could_open_it_again(cases: Casework, case_id: UUID) -> None:
    lead = cases.world.account(cases.service, Role.FACILITATOR)
    with cases.world.inside(cases.service):
        casework.change_lead(case_id, lead.id, cases.act(), conflict=False)
        with pytest.raises(Refused, match="a supervisor or manager"):
            service.restrict(case_id, [], cases.act())
        with pytest.raises(Refused, match="Ask a supervisor"):
            service.restrict(case_id, [cases.manager.id], cases.act(role=Role.FACILITATOR))
        service.restrict(case_id, [cases.manager.id], cases.act())


def test_an_assessment_is_kept_sealed_and_whole(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="every question"):
            service.assess(
                case_id, cases.parties(case_id)[PartyRole.HARMED], service.Assessed(kind=Kind.RISK, answers={}),
                cases.act(),
            )
        assert db.session.execute(select(Assessment.id)).first() is None
