"""Completed meetings and exchanges: what each counts as, and what it does to its case."""

from __future__ import annotations

from datetime import timedelta

import pytest
from cases import Casework, send
from meeting import a_plan, ready_meeting
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import Service, World, page_text
from tenants.casework import service as casework
from tenants.casework.kinds import TaskKind
from tenants.casework.models import CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import Task
from tenants.meetings import words
from tenants.meetings.models import Activity, ActivityStatus
from tenants.meetings.policy import FORMS, FormClass
from tenants.meetings.queries import meeting
from tenants.meetings.service import change_plan, complete_activity
from tenants.people.service import Refused


@pytest.fixture
def cases(world: World, service: Service) -> Casework:
    return Casework(world, service, world.account(service, Role.SERVICE_MANAGER, name="Mona Manager"))


def test_each_form_and_class_has_its_words(world: World) -> None:
    assert set(words.FORMS) == set(FORMS)
    assert set(words.CLASSES) == set(FormClass)


def test_the_class_of_every_form_is_kept_with_it(cases: Casework) -> None:
    case_id = cases.at(Stage.IN_PROCESS)
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="Nobody stands in"):
            complete_activity(case_id, "proxy", cases.act())
        for form in FORMS.keys() - {"proxy"}:
            complete_activity(case_id, form, cases.act())
        completed = Activity.status == ActivityStatus.COMPLETED
        kept = db.session.execute(select(Activity.form, Activity.form_class).where(completed)).all()
    assert {(form, form_class) for form, form_class in kept} == set(FORMS.items()) - {("proxy", FormClass.PROXY)}


def test_whoever_has_a_conflict_of_interest_is_off_the_plan_and_the_lead_finds_somebody_else(cases: Casework) -> None:
    second = cases.world.account(cases.service, Role.FACILITATOR, name="Fay Facilitator")
    case_id = cases.at(Stage.PREPARING)
    with cases.world.inside(cases.service):
        activity_id = ready_meeting(cases, case_id, second_id=second.id)
        casework.move(case_id, Stage.SCHEDULED, cases.act())
        casework.declare_conflict(case_id, second.id, cases.act(), conflict=True)
        planned = meeting(case_id, activity_id)
        assert planned
        assert [one.id for one in planned.facilitators] == [cases.manager.id]
        assert cases.stage(case_id) == Stage.PREPARING, "what was arranged was arranged with them"
        task = db.session.scalars(select(Task).where(Task.kind == TaskKind.REMINDER)).one()
        assert (task.owner_id, task.words) == (
            cases.manager.id, "Choose another facilitator. The one who was planned has a conflict of interest."
        )
        with pytest.raises(Refused, match="conflict of interest"):
            change_plan(case_id, activity_id, a_plan(cases, second_id=second.id), cases.act())


def test_who_agreed_has_taken_part_after_a_meeting_but_not_after_a_talk_with_one(cases: Casework) -> None:
    case_id = cases.at(Stage.IN_PROCESS)
    states = select(CaseParty.state).where(CaseParty.case_id == case_id)
    with cases.world.inside(cases.service):
        complete_activity(case_id, "conversation", cases.act())
        assert set(db.session.execute(states).scalars()) == {PartyState.READY}
        complete_activity(case_id, "shuttle_phone", cases.act())
        assert set(db.session.execute(states).scalars()) == {PartyState.PARTICIPATED}


def test_a_meeting_may_be_written_down_later_but_not_before_it_happens(cases: Casework) -> None:
    case_id = cases.at(Stage.IN_PROCESS)
    with cases.world.inside(cases.service):
        complete_activity(case_id, "conf_f2f", cases.act(happened_on=uk_today() - timedelta(days=5)))
        with pytest.raises(Refused, match="today or in the past"):
            complete_activity(case_id, "conf_f2f", cases.act(happened_on=uk_today() + timedelta(days=1)))


def test_the_page_names_the_class_of_each_form_and_refuses_an_invented_one(cases: Casework) -> None:
    path = f"/team/cases/{cases.at(Stage.IN_PROCESS)}/activity"
    team = cases.world.sign_in(cases.service, cases.manager)
    assert "Counts as direct: both sides together, live" in page_text(team.get(path))
    assert team.submit(path, {"form": "seance"}).status_code == 422
    assert team.submit(path, {}).status_code == 422
    assert "Video message" in send(team, path, form="video_msg")


def test_a_case_that_came_not_so_far_refuses_in_place(cases: Casework) -> None:
    path = f"/team/cases/{cases.at(Stage.ASSESSING)}/activity"
    team = cases.world.sign_in(cases.service, cases.manager)
    answer = team.submit(path, {"form": "letter", "note": "Two letters"})
    assert answer.status_code == 422
    assert "makes sure that both agreed" in page_text(answer)
    assert "Two letters" in page_text(answer)
