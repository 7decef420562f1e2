"""Each condition that meetings add to the moves of a case: what it asks for, and that nothing less will do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cases import Casework
from meeting import a_plan, confirm_all, give, hold_meeting, prepare_all, ready_meeting, takers, venue

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.calendars import Standing
from concord.web.dates import uk_today
from harness import StaffAccount, World
from tenants.assessments.restriction import restrict
from tenants.casework import facts, guards, policy
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.meetings import calendars, service, venues
from tenants.meetings.models import Activity, ActivityStatus
from tenants.meetings.policy import Held, Said, Welfare
from tenants.meetings.queries import open_activity_id
from tenants.people.models import Answer, Decision
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

PLAN = ("form_agreed", "two_facilitators", "venue_suitable", "attendees_agreed", "content_checked")


@contextmanager
def preparing(desk: Casework) -> Iterator[UUID]:
    """Inside the scope, with a case that prepares."""
    case_id = desk.case_of_two()
    with desk.world.inside(desk.service):
        for role in PartyRole:
            desk.agree(case_id, role)
        put(case_id, Stage.PREPARING)
        yield case_id


def put(case_id: UUID, stage: Stage) -> None:
    """A case at a stage, however it came there: these tests are about what comes next."""
    case = db.session.get_one(Case, (scope.current_tenant_id(), case_id))
    case.stage = stage
    db.session.flush()


def holds(case_id: UUID, name: str) -> bool:
    db.session.flush()
    return guards.evaluate(case_id, (name,))[name]


def bring(case_id: UUID, status: ActivityStatus) -> None:
    """The plan of a case at a status, however it came there."""
    activity = db.session.get_one(Activity, (scope.current_tenant_id(), open_activity_id(case_id)))
    activity.status, activity.began_at = status, datetime.now(UTC) if status == ActivityStatus.UNDER_WAY else None
    db.session.flush()


def test_without_a_plan_nothing_that_is_asked_of_one_holds(desk: Casework) -> None:
    with preparing(desk) as case_id:
        assert {name for name in PLAN if holds(case_id, name)} == set()


def test_what_the_verbs_make_ready_satisfies_everything_that_is_asked_before_a_date(desk: Casework) -> None:
    with preparing(desk) as case_id:
        ready_meeting(desk, case_id)
        asked = (*PLAN, "prepared_separately", "everyone_ready")
        assert [name for name in asked if not holds(case_id, name)] == []


def test_each_person_is_met_on_their_own_after_they_agreed(desk: Casework) -> None:
    with preparing(desk) as case_id:
        first, second = takers(case_id)
        early = desk.act(happened_on=uk_today() - timedelta(days=3))
        service.prepare(case_id, first, Held.PHONE, early)
        service.prepare(case_id, second, Held.PHONE, desk.act())
        assert not holds(case_id, "prepared_separately"), "the first talk came before they agreed"
        service.prepare(case_id, first, Held.PHONE, desk.act())
        assert holds(case_id, "prepared_separately")
        desk.agree(case_id, PartyRole.HARMED, decision=Decision.WITHDRAWN)
        desk.agree(case_id, PartyRole.HARMED)
        assert not holds(case_id, "prepared_separately"), "they came back and need a new talk"


def test_a_sensitive_and_complex_case_needs_two_talks_with_each_and_two_facilitators(desk: Casework) -> None:
    with preparing(desk) as case_id:
        ready_meeting(desk, case_id)
        assert holds(case_id, "prepared_separately")
        assert holds(case_id, "two_facilitators")
        _make_complex(desk, case_id)
        assert not holds(case_id, "prepared_separately")
        assert not holds(case_id, "two_facilitators")
        prepare_all(desk, case_id)
        assert holds(case_id, "prepared_separately")


def _make_complex(desk: Casework, case_id: UUID) -> None:
    row = facts.facts_of(case_id)
    row.complexity, row.complexity_by = "sensitive_complex", desk.manager.id


def test_everybody_must_be_ready_and_may_think_again(desk: Casework) -> None:
    with preparing(desk) as case_id:
        first, second = takers(case_id)
        service.mark_ready(case_id, first, desk.act(), ready=True)
        assert not holds(case_id, "everyone_ready")
        service.mark_ready(case_id, second, desk.act(), ready=True)
        assert holds(case_id, "everyone_ready")
        service.mark_ready(case_id, second, desk.act(), ready=False)
        assert not holds(case_id, "everyone_ready")


def test_nobody_is_ready_who_has_not_agreed_to_take_part(desk: Casework) -> None:
    case_id = desk.case_of_two()
    with desk.world.inside(desk.service), pytest.raises(Refused, match="have not agreed"):
        service.mark_ready(case_id, takers(case_id)[0], desk.act(), ready=True)


def test_both_agree_to_the_plan_itself_and_again_when_it_changes(desk: Casework) -> None:
    with preparing(desk) as case_id:
        activity_id = ready_meeting(desk, case_id)
        assert holds(case_id, "form_agreed")
        service.change_plan(case_id, activity_id, a_plan(desk, form="circle"), desk.act())
        assert not holds(case_id, "form_agreed")
        one, other = takers(case_id)
        service.agree(case_id, activity_id, one, desk.act())
        assert not holds(case_id, "form_agreed")
        service.agree(case_id, activity_id, other, desk.act())
        assert holds(case_id, "form_agreed")


def test_nobody_can_agree_to_a_plan_without_a_day(desk: Casework) -> None:
    with preparing(desk) as case_id:
        undated = replace(a_plan(desk), starts_at=None, ends_at=None)
        activity_id = service.plan_meeting(case_id, undated, desk.act())
        with pytest.raises(Refused, match="day and time first"):
            service.agree(case_id, activity_id, takers(case_id)[0], desk.act())


def test_a_service_may_insist_on_two_facilitators(world: World) -> None:
    strict = world.make_service(policy={"two_facilitators": "must"})
    desk = Casework(world, strict, world.account(strict, Role.SERVICE_MANAGER))
    second = world.account(strict, Role.FACILITATOR)
    with preparing(desk) as case_id:
        activity_id = ready_meeting(desk, case_id)
        assert not holds(case_id, "two_facilitators")
        service.change_plan(case_id, activity_id, a_plan(desk, second_id=second.id), desk.act())
        assert holds(case_id, "two_facilitators")
        service.change_plan(case_id, activity_id, a_plan(desk, form="shuttle_phone"), desk.act())
        assert holds(case_id, "two_facilitators"), "messages need one"


def test_a_venue_is_safe_neutral_accessible_and_assessed(desk: Casework) -> None:
    wrong: tuple[dict[str, object], ...] = (
        {"safe": Answer.NO}, {"neutral": Answer.UNKNOWN}, {"accessible": Answer.NO}, {"risk_assessed_on": None},
        {"ended": True},
    )
    with preparing(desk) as case_id:
        ready_meeting(desk, case_id, venue_id=(place := venue()))
        found = venues.venue(place)
        assert found
        good = venues.values_of(found)
        for changes in wrong:
            venues.change_venue(found, good | changes)
            assert not holds(case_id, "venue_suitable"), changes
        venues.change_venue(found, good)
        assert holds(case_id, "venue_suitable")


def test_messages_and_video_need_no_venue(desk: Casework) -> None:
    with preparing(desk) as case_id:
        ready_meeting(desk, case_id, venue_id=None, form="conf_video")
        assert holds(case_id, "venue_suitable")


def test_everybody_who_comes_is_agreed_by_both_sides(desk: Casework) -> None:
    with preparing(desk) as case_id:
        activity_id = ready_meeting(desk, case_id)
        attendee = service.add_professional(case_id, activity_id, "Olive Officer", "Prison", desk.act())
        assert not holds(case_id, "attendees_agreed")
        assert not holds(case_id, "form_agreed"), "who comes is part of what they agreed to"
        service.answer(case_id, activity_id, attendee, (PartyRole.HARMED, Said.YES), desk.act())
        assert not holds(case_id, "attendees_agreed")
        service.answer(case_id, activity_id, attendee, (PartyRole.RESPONSIBLE, Said.YES), desk.act())
        assert holds(case_id, "attendees_agreed")
        service.answer(case_id, activity_id, attendee, (PartyRole.HARMED, Said.NO), desk.act())
        assert not holds(case_id, "attendees_agreed")


def test_letters_are_checked_by_a_second_person_before_a_date_is_set(desk: Casework, helper: StaffAccount) -> None:
    with preparing(desk) as case_id:
        activity_id = ready_meeting(desk, case_id, form="letter", venue_id=None)
        assert not holds(case_id, "content_checked"), "there is no letter"
        letter = give(desk, case_id, activity_id)
        service.take_step(case_id, activity_id, letter, "read", desk.act())
        assert not holds(case_id, "content_checked")
        service.take_step(case_id, activity_id, letter, "checked", desk.act(actor_id=helper.id))
        assert holds(case_id, "content_checked")


def test_on_the_day_everybody_says_it_again_and_yesterday_does_not_count(desk: Casework) -> None:
    with preparing(desk) as case_id:
        ready_meeting(desk, case_id)
        put(case_id, Stage.SCHEDULED)
        bring(case_id, ActivityStatus.CONFIRMED)
        assert not holds(case_id, "confirmed_today")
        assert not holds(case_id, "facilitators_present")
        confirm_all(desk, case_id)
        assert holds(case_id, "confirmed_today")
        assert holds(case_id, "facilitators_present")
        tomorrow = guards.evaluate(case_id, ("confirmed_today",), uk_today() + timedelta(days=1))
        assert tomorrow == {"confirmed_today": False}


def test_after_it_each_person_is_asked_how_they_are(desk: Casework) -> None:
    with preparing(desk) as case_id:
        put(case_id, Stage.IN_PROCESS)
        service.complete_activity(case_id, "conf_f2f", desk.act())
        assert holds(case_id, policy.HAPPENED)
        assert not holds(case_id, "welfare_checked")
        first, second = takers(case_id)
        service.check_welfare(case_id, first, Welfare.WELL, desk.act())
        assert not holds(case_id, "welfare_checked")
        service.check_welfare(case_id, second, Welfare.SHAKEN, desk.act())
        assert holds(case_id, "welfare_checked")


def test_nothing_is_completed_while_another_goes_on(desk: Casework) -> None:
    with preparing(desk) as case_id:
        ready_meeting(desk, case_id)
        bring(case_id, ActivityStatus.CONFIRMED)
        put(case_id, Stage.SCHEDULED)
        confirm_all(desk, case_id)
        bring(case_id, ActivityStatus.UNDER_WAY)
        put(case_id, Stage.IN_PROCESS)
        service.complete_activity(case_id, "letter", desk.act())
        assert not holds(case_id, policy.HAPPENED)
        hold_meeting(desk, case_id)
        assert holds(case_id, policy.HAPPENED)


def test_a_plan_is_led_by_somebody_who_works_on_cases_and_not_by_the_same_twice(desk: Casework) -> None:
    reader = desk.world.account(desk.service, Role.READ_ONLY)
    with preparing(desk) as case_id:
        with pytest.raises(Refused, match="can work on cases"):
            service.plan_meeting(case_id, a_plan(desk, second_id=reader.id), desk.act())
        with pytest.raises(Refused, match="somebody else"):
            service.plan_meeting(case_id, a_plan(desk, second_id=desk.manager.id), desk.act())
        service.plan_meeting(case_id, a_plan(desk), desk.act())
        with pytest.raises(Refused, match="has a plan already"):
            service.plan_meeting(case_id, a_plan(desk), desk.act())


def test_a_volunteer_who_helps_at_a_meeting_can_see_its_case(desk: Casework) -> None:
    volunteer = desk.world.account(desk.service, Role.VOLUNTEER_FACILITATOR)
    with preparing(desk) as case_id:
        service.plan_meeting(case_id, a_plan(desk, second_id=volunteer.id), desk.act())
    visitor = desk.world.sign_in(desk.service, volunteer)
    assert visitor.get(f"/team/cases/{case_id}/readiness").status_code == 200


def test_somebody_who_left_is_asked_for_nothing(desk: Casework) -> None:
    with preparing(desk) as case_id:
        put(case_id, Stage.IN_PROCESS)
        service.complete_activity(case_id, "conf_f2f", desk.act())
        first, second = takers(case_id)
        service.check_welfare(case_id, first, Welfare.WELL, desk.act())
        casework.leave(case_id, second, policy.PartyState.DECEASED, desk.act())
        assert holds(case_id, "welfare_checked")


def test_nobody_with_a_conflict_of_interest_is_chosen_for_a_meeting_or_counts_for_one(
    desk: Casework, helper: StaffAccount
) -> None:
    with preparing(desk) as case_id:
        casework.declare_conflict(case_id, helper.id, desk.act(), conflict=True)
        with pytest.raises(Refused, match="conflict of interest"):
            service.plan_meeting(case_id, a_plan(desk, second_id=helper.id), desk.act())
    with preparing(desk) as case_id:
        activity_id = service.plan_meeting(case_id, a_plan(desk, second_id=helper.id), desk.act())
        _make_complex(desk, case_id)
        assert holds(case_id, "two_facilitators")
        casework.declare_conflict(case_id, helper.id, desk.act(), conflict=True)
        assert not holds(case_id, "two_facilitators")
        (entry,) = (one for one in calendars.entries_of(helper.id) if one.key == str(activity_id))
        assert entry.standing == Standing.CANCELLED


def test_a_plan_names_nobody_new_on_a_restricted_case_unless_a_supervisor_makes_it(
    desk: Casework, helper: StaffAccount
) -> None:
    with preparing(desk) as case_id:
        restrict(case_id, (), desk.act())
        plan = a_plan(desk, second_id=helper.id)
        with pytest.raises(Refused, match="who may see"), db.session.begin_nested():
            service.plan_meeting(case_id, plan, desk.act(role=Role.FACILITATOR))
        restrict(case_id, (helper.id,), desk.act())
        service.plan_meeting(case_id, plan, desk.act(role=Role.FACILITATOR))
