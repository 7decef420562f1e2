"""The day itself: everybody says again that they want to go on, and anybody may stop at any moment (DOMAIN A5, A8)."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import update

from concord.database import db
from tenants.casework import stages
from tenants.casework.events import Act, NoSuchCase, any_party_of, refuse_kept_elsewhere
from tenants.casework.models import Case
from tenants.casework.policy import OUT, Stage
from tenants.meetings import status
from tenants.meetings.models import Activity, ActivityFacilitator
from tenants.meetings.planning import row_of
from tenants.meetings.policy import MOVES, OPEN, ActivityStatus
from tenants.meetings.status import enter, following
from tenants.people.models import Answer
from tenants.people.service import Refused

S = ActivityStatus


def confirm(case_id: UUID, activity_id: UUID, party_id: UUID, act: Act, *, goes_on: bool) -> None:
    """Each person is asked on the day (T10). After a no the meeting is on hold at once, whatever comes next."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless(activity, S.CONFIRMED, S.UNDER_WAY)
    party = any_party_of(case, party_id)
    if goes_on:
        refuse_kept_elsewhere(party)
        _refuse_on_another_day(activity, act)
    if goes_on and party.state in OUT:
        raise Refused(_("They do not take part any more."))
    row = row_of(activity, party.id)
    row.confirmed, row.confirmed_on = (Answer.YES if goes_on else Answer.NO), act.happened_on
    status.say(case, activity, act, party.id, said="goes_on" if goes_on else "does_not_go_on")
    if not goes_on:
        enter(case, activity, S.ON_HOLD, following(act))


def arrive(case_id: UUID, activity_id: UUID, account_id: UUID, act: Act) -> None:
    """A facilitator is there (T10)."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless(activity, S.CONFIRMED, S.UNDER_WAY)
    _refuse_on_another_day(activity, act)
    there = update(ActivityFacilitator).where(
        ActivityFacilitator.activity_id == activity.id, ActivityFacilitator.account_id == account_id,
        ActivityFacilitator.removed_at.is_(None),
    ).returning(ActivityFacilitator.id)
    if db.session.execute(there.values(present_on=act.happened_on)).first() is None:
        raise NoSuchCase(str(account_id))
    status.say(case, activity, act, said="facilitator_there", account=str(account_id))


def start(case_id: UUID, activity_id: UUID, act: Act) -> None:
    """It begins, and the case with it (T10): its guards are asked at this moment."""
    _case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless(activity, S.CONFIRMED)
    stages.move(case_id, Stage.IN_PROCESS, act)


def pause(case_id: UUID, activity_id: UUID, act: Act, *, goes_on: bool) -> None:
    """A break, or its end. Anybody may ask for one at any time (DOMAIN A5)."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless(activity, S.UNDER_WAY)
    if goes_on == (activity.paused_at is None):
        return
    activity.paused_at = None if goes_on else act.moment
    status.say(case, activity, act, said="goes_on_after_break" if goes_on else "break")


def stop(case_id: UUID, activity_id: UUID, act: Act) -> bool:
    """Stop at once: however old the page, and whatever the case says. False: it was over already."""
    case, activity = status.any_plan_of(case_id, activity_id, replace(act, version=None))
    if activity.status not in OPEN:
        return False
    began = activity.began_at and S.STOPPED in MOVES[S(activity.status)]
    enter(case, activity, S.STOPPED if began else S.CANCELLED, act)
    back_to_preparing(case, act, _("The meeting or exchange was stopped."))
    return True


def postpone(case_id: UUID, activity_id: UUID, act: Act) -> None:
    """Not now: the plan stays and waits for another day, to which everybody is asked again."""
    case, activity = status.plan_of(case_id, activity_id, act)
    enter(case, activity, S.POSTPONED, act)
    status.ask_again(case, activity, act)
    back_to_preparing(case, act, _("It was put off to another day."))


def cancel(case_id: UUID, activity_id: UUID, act: Act) -> None:
    """The plan is given up."""
    case, activity = status.plan_of(case_id, activity_id, act)
    enter(case, activity, S.CANCELLED, act)
    status.prepare_again(case, act)


def take_up_again(case_id: UUID, activity_id: UUID, act: Act) -> None:
    """A plan that was on hold or put off is worked on again. All that it needs is asked anew."""
    case, activity = status.plan_of(case_id, activity_id, act)
    if case.stage == Stage.ON_HOLD:
        raise Refused(_("Take the case off hold first."))
    enter(case, activity, S.PLANNED, act)
    status.ask_again(case, activity, act)
    back_to_preparing(case, act, _("The plan is worked on again."))


def back_to_preparing(case: Case, act: Act, why: str) -> None:
    """Where the case allows it (T12, T19). A guard may keep the case where it is; it never keeps a meeting going."""
    if case.stage in {Stage.IN_PROCESS, Stage.SCHEDULED}:
        try:
            with db.session.begin_nested():
                stages.move(case.id, Stage.PREPARING, following(act, why))
        except Refused:
            db.session.refresh(case)


def _refuse_on_another_day(activity: Activity, act: Act) -> None:
    if status.day_of(activity) != act.happened_on:
        raise Refused(_("The plan is for another day. Change the plan first."))
