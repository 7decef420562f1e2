"""The day of a meeting: asked again, started, stopped; and what a withdrawal does to it, in the same moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from cases import Casework
from meeting import a_plan, confirm_all, hold_meeting, ready_meeting, takers
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from harness import Visitor, find_form, form_values, page_text, soup
from tenants.casework import service as casework
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseEvent
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import Task
from tenants.casework.tasks import finish_task
from tenants.meetings import service, words
from tenants.meetings.models import Activity, ActivityParty, ActivityStatus
from tenants.meetings.policy import MOVES, Welfare
from tenants.meetings.queries import open_activity_id
from tenants.meetings.readiness import names_by_step
from tenants.meetings.status import enter
from tenants.people.models import Decision, Purpose
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

OUR_PAGE = {"Sec-Fetch-Site": "same-origin"}
S = ActivityStatus


def scheduled(desk: Casework, **changes: object) -> tuple[UUID, UUID]:
    """A case whose date is arranged, for today."""
    case_id = desk.at(Stage.PREPARING)
    with desk.world.inside(desk.service):
        activity_id = ready_meeting(desk, case_id, **changes)  # type: ignore[arg-type]  # fields of Plan
        casework.move(case_id, Stage.SCHEDULED, desk.act())
    return case_id, activity_id


def begun(desk: Casework) -> tuple[UUID, UUID]:
    """A meeting that is under way."""
    case_id, activity_id = scheduled(desk)
    with desk.world.inside(desk.service):
        confirm_all(desk, case_id)
        service.start(case_id, activity_id, desk.act())
    return case_id, activity_id


def status_of(activity_id: UUID) -> str:
    statement = select(Activity.status).where(Activity.id == activity_id)
    return str(db.session.execute(statement).scalar_one())


def said(activity_id: UUID, column: InstrumentedAttribute[Any]) -> set[Any]:
    """What all the people of a plan say."""
    return set(db.session.scalars(select(column).where(ActivityParty.activity_id == activity_id)))


def address(ids: tuple[UUID, UUID], page: str) -> str:
    return f"/team/cases/{ids[0]}/meetings/{ids[1]}/{page}"


def test_a_plan_goes_with_its_case_from_the_date_to_the_record(desk: Casework) -> None:
    case_id, activity_id = scheduled(desk)
    with desk.world.inside(desk.service):
        assert status_of(activity_id) == S.CONFIRMED
        confirm_all(desk, case_id)
        service.start(case_id, activity_id, desk.act())
        assert (desk.stage(case_id), status_of(activity_id)) == (Stage.IN_PROCESS, S.UNDER_WAY)
        hold_meeting(desk, case_id, agreement_reached=True)
        kept = db.session.get_one(Activity, (scope.current_tenant_id(), activity_id))
        assert (kept.status, kept.happened_on, kept.ground_rules) == (S.COMPLETED, uk_today(), "1")
        assert kept.agreement_reached
        assert said(activity_id, ActivityParty.attended) == {True}


def test_nobody_is_asked_on_another_day_than_the_planned_one(desk: Casework) -> None:
    case_id, activity_id = scheduled(desk, on=uk_today() + timedelta(days=7))
    with desk.world.inside(desk.service):
        party = takers(case_id)[0]
        with pytest.raises(Refused, match="another day"):
            service.confirm(case_id, activity_id, party, desk.act(), goes_on=True)


def test_another_day_asks_everybody_again_and_undoes_the_date(desk: Casework) -> None:
    case_id, activity_id = scheduled(desk)
    with desk.world.inside(desk.service):
        later = a_plan(desk, on=uk_today() + timedelta(days=7))
        service.change_plan(case_id, activity_id, later, desk.act())
        assert (desk.stage(case_id), status_of(activity_id)) == (Stage.PREPARING, S.PLANNED)
        assert said(activity_id, ActivityParty.agreed_on) == {None}


def test_a_change_of_the_questions_alone_asks_nobody(desk: Casework) -> None:
    case_id, activity_id = scheduled(desk)
    with desk.world.inside(desk.service):
        plan = db.session.get_one(Activity, (scope.current_tenant_id(), activity_id))
        same = a_plan(desk, starts_at=plan.starts_at, ends_at=plan.ends_at, venue_id=plan.venue_id)
        service.change_plan(case_id, activity_id, replace(same, script=None), desk.act())
        assert (desk.stage(case_id), status_of(activity_id)) == (Stage.SCHEDULED, S.CONFIRMED)


@pytest.mark.parametrize(("purpose", "decision"), [
    (Purpose.TAKE_PART, Decision.WITHDRAWN), (Purpose.TAKE_PART, Decision.REFUSED),
    (Purpose.STORE_AND_CONTACT, Decision.WITHDRAWN),
])
def test_taking_back_consent_puts_a_meeting_on_hold_even_while_it_goes_on(
    desk: Casework, purpose: Purpose, decision: Decision
) -> None:
    case_id, activity_id = begun(desk)
    with desk.world.inside(desk.service):
        before = _sequence(activity_id)
        desk.agree(case_id, PartyRole.HARMED, purpose=purpose, decision=decision)
        assert status_of(activity_id) == S.ON_HOLD
        assert _sequence(activity_id) == before + 1, "calendars are told"


def _sequence(activity_id: UUID) -> int:
    return int(db.session.execute(select(Activity.sequence).where(Activity.id == activity_id)).scalar_one())


def test_other_words_of_a_party_hold_nothing_up(desk: Casework) -> None:
    case_id, activity_id = scheduled(desk)
    with desk.world.inside(desk.service):
        desk.agree(case_id, PartyRole.HARMED, purpose=Purpose.SURVEY, decision=Decision.REFUSED)
        desk.agree(case_id, PartyRole.HARMED)
        assert status_of(activity_id) == S.CONFIRMED


def test_whoever_leaves_the_case_stops_its_plan_and_closing_it_calls_it_off(desk: Casework) -> None:
    case_id, activity_id = scheduled(desk)
    with desk.world.inside(desk.service):
        casework.leave(case_id, desk.parties(case_id)[PartyRole.HARMED], PartyState.DECEASED, desk.act())
        assert status_of(activity_id) == S.ON_HOLD
        casework.move(case_id, Stage.CLOSED, desk.act(note="She died."), reason="died")
        assert status_of(activity_id) == S.CANCELLED
        assert open_activity_id(case_id) is None


def test_a_plan_that_was_on_hold_is_asked_everything_anew(desk: Casework) -> None:
    case_id, activity_id = scheduled(desk)
    with desk.world.inside(desk.service):
        desk.agree(case_id, PartyRole.HARMED, decision=Decision.WITHDRAWN)
        desk.agree(case_id, PartyRole.HARMED)
        assert status_of(activity_id) == S.ON_HOLD, "only a person takes it up again"
        service.take_up_again(case_id, activity_id, desk.act())
        assert (desk.stage(case_id), status_of(activity_id)) == (Stage.PREPARING, S.PLANNED)
        assert said(activity_id, ActivityParty.agreed_on) == {None}
        with pytest.raises(Refused):
            casework.move(case_id, Stage.SCHEDULED, desk.act())


def test_a_no_on_the_day_holds_it_at_once_and_offers_the_ways_on(desk: Casework, team: Visitor) -> None:
    ids = scheduled(desk)
    day = address(ids, "day")
    with desk.world.inside(desk.service):
        harmed = desk.parties(ids[0])[PartyRole.HARMED]
    team.post(day, _token(team, day) | {"act": "confirm", "party": str(harmed), "answer": "no"})
    shown = page_text(team.follow())
    assert "does not want to go on. What do they want?" in shown
    assert "They take back what they agreed to" in shown
    with desk.world.inside(desk.service):
        assert status_of(ids[1]) == S.ON_HOLD


def test_stop_works_from_a_stale_page_without_a_token_and_twice(desk: Casework, team: Visitor) -> None:
    ids = begun(desk)
    team.get(address(ids, "day"))
    with desk.world.inside(desk.service):
        casework.note(ids[0], desk.act(note="Somebody else wrote meanwhile."))
    answer = team.post(address(ids, "stop"), {"csrf_token": "long gone"}, headers=OUR_PAGE)
    assert answer.status_code == 303
    assert "Look after everybody first" in page_text(team.follow())
    with desk.world.inside(desk.service):
        assert (desk.stage(ids[0]), status_of(ids[1])) == (Stage.PREPARING, S.STOPPED)
        stopped = db.session.get_one(Activity, (scope.current_tenant_id(), ids[1]))
        assert stopped.ended_at is not None
    assert team.post(address(ids, "stop"), headers=OUR_PAGE).status_code == 303
    assert "It was over already" in page_text(team.follow())


def test_a_page_of_another_site_cannot_stop_a_meeting(desk: Casework, team: Visitor) -> None:
    ids = begun(desk)
    answer = team.post(address(ids, "stop"), headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 400
    with desk.world.inside(desk.service):
        assert status_of(ids[1]) == S.UNDER_WAY


def test_the_whole_day_is_one_tap_each_on_one_page(desk: Casework, team: Visitor) -> None:
    ids = scheduled(desk)
    day = address(ids, "day")
    token = _token(team, day)
    refused = team.post(day, token | {"act": "start"})
    assert refused.status_code in {303, 422}
    with desk.world.inside(desk.service):
        parties = desk.parties(ids[0])
    if refused.status_code == 422:
        for party in parties.values():
            assert team.post(day, token | {"act": "confirm", "party": party, "answer": "yes"}).status_code == 303
        team.post(day, token | {"act": "arrive", "account": desk.manager.id})
        assert team.post(day, token | {"act": "start"}).status_code == 303
    shown = page_text(team.follow())
    assert "Under way" in shown
    assert "What went through your mind at that time?" in shown
    team.post(day, token | {"act": "pause", "goes_on": "no"})
    assert "Break" in page_text(team.follow())
    team.post(day, token | {"act": "pause", "goes_on": "yes"})
    answer = team.submit(address(ids, "record"), {"ground_rules": "yes", "agreement": "no"})
    assert answer.status_code == 303, page_text(answer)
    for party in parties.values():
        team.post(day, token | {"act": "welfare", "party": party, "welfare": "well"})
    assert "They are well" in page_text(team.get(day))
    with desk.world.inside(desk.service):
        assert status_of(ids[1]) == S.COMPLETED


def _token(visitor: Visitor, path: str) -> dict[str, str]:
    return {"csrf_token": str(form_values(find_form(soup(visitor.get(path))))["csrf_token"])}


def test_who_needs_support_after_it_becomes_a_task(desk: Casework) -> None:
    case_id, activity_id = begun(desk)
    with desk.world.inside(desk.service):
        hold_meeting(desk, case_id)
        service.check_welfare(case_id, takers(case_id)[0], Welfare.NEEDS_SUPPORT, desk.act())
        made = select(func.count()).select_from(Task).where(Task.made_for.startswith(f"welfare:{activity_id}"))
        assert db.session.execute(made).scalar_one() == 1


def test_putting_it_off_keeps_the_plan_and_waits_for_another_day(desk: Casework) -> None:
    case_id, activity_id = begun(desk)
    with desk.world.inside(desk.service):
        service.postpone(case_id, activity_id, desk.act())
        assert (desk.stage(case_id), status_of(activity_id)) == (Stage.PREPARING, S.POSTPONED)
        service.change_plan(case_id, activity_id, a_plan(desk, on=uk_today() + timedelta(days=3)), desk.act())
        assert status_of(activity_id) == S.PLANNED


@pytest.mark.parametrize("status", [status for status, ways in MOVES.items() if not ways])
def test_what_is_over_stays_over(desk: Casework, status: ActivityStatus) -> None:
    case_id = desk.case_of_two()
    with desk.world.inside(desk.service):
        case = db.session.get_one(Case, (scope.current_tenant_id(), case_id))
        over = Activity(case_id=case_id, form="circle", form_class="direct", status=status, recorded_by=desk.manager.id)
        for wanted in ActivityStatus:
            with pytest.raises(Refused, match="moved on"):
                enter(case, over, wanted, desk.act())


def test_what_took_place_is_not_said_to_be_forbidden_and_the_page_of_the_day_stands_under_its_tab(
    desk: Casework, team: Visitor
) -> None:
    case_id, activity_id = begun(desk)
    day = soup(team.get(f"/team/cases/{case_id}/meetings/{activity_id}/day"))
    assert [one.get_text() for one in day.select(".concord-tabs [aria-current]")] == ["Readiness"]
    assert "may not go ahead" not in day.get_text()
    with desk.world.inside(desk.service):
        hold_meeting(desk, case_id)
    shown = page_text(team.get(f"/team/cases/{case_id}/readiness"))
    assert "It took place on" in shown
    assert "may not go ahead" not in shown


def test_each_step_stands_on_the_timeline(desk: Casework, team: Visitor) -> None:
    case_id, _activity = begun(desk)
    with desk.world.inside(desk.service):
        kinds = set(db.session.scalars(select(CaseEvent.kind).where(CaseEvent.case_id == case_id)))
    assert {EventKind.PREPARED, EventKind.MEETING_CHANGED} <= kinds
    shown = page_text(team.get(f"/team/cases/{case_id}"))
    for line in ("Meeting or exchange: Under way", "wants to go on, asked on the day", "met on their own to prepare"):
        assert line in shown


def test_readers_see_why_it_may_not_go_ahead_and_nothing_to_do(desk: Casework) -> None:
    case_id = desk.at(Stage.PREPARING)
    reader = desk.world.staff(desk.service, Role.READ_ONLY)
    page = reader.get(f"/team/cases/{case_id}/readiness")
    assert "It may not go ahead yet" in page_text(page)
    assert "Make a plan" not in page_text(page)
    assert reader.get(f"/team/cases/{case_id}/plan").status_code == 403


def test_every_rule_on_the_way_to_a_meeting_has_a_line_in_plain_words(desk: Casework, team: Visitor) -> None:
    asked = {name for names in names_by_step().values() for name in names}
    assert asked <= set(words.READY)
    case_id = desk.at(Stage.PREPARING)
    shown = page_text(team.get(f"/team/cases/{case_id}/readiness"))
    assert [name for name in asked if str(words.READY[name]) not in shown] == []


def test_it_is_over_no_day_before_it_began_and_each_call_for_help_after_it_is_heard(desk: Casework) -> None:
    case_id, _activity_id = begun(desk)
    with desk.world.inside(desk.service):
        with pytest.raises(Refused, match="began later"), db.session.begin_nested():
            hold_meeting(desk, case_id, desk.act(happened_on=uk_today() - timedelta(days=1)))
        hold_meeting(desk, case_id)
        person = desk.parties(case_id)[PartyRole.HARMED]
        calls = select(Task).where(Task.case_id == case_id, Task.made_for.like("welfare:%"), Task.done_at.is_(None))
        for welfare in (Welfare.NOT_REACHED, Welfare.NEEDS_SUPPORT):
            service.check_welfare(case_id, person, welfare, desk.act())
            (task,) = db.session.scalars(calls)
            finish_task(case_id, task.id, desk.manager.id)
