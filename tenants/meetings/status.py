"""How a plan goes from one status to the next (DOMAIN E1): along `policy.MOVES`, told to the timeline and calendars."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from concord.database import db
from concord.web.translations import UK
from tenants.casework import guards, sign_offs, stages
from tenants.casework.events import Act, NoSuchCase, locked_case, open_case, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.casework.sign_off_models import SignOffKind
from tenants.meetings.models import Activity, ActivityParty
from tenants.meetings.policy import CHANGEABLE, MOVES, OPEN, ActivityStatus
from tenants.people.service import Refused


def plan_of(case_id: UUID, activity_id: UUID, act: Act) -> tuple[Case, Activity]:
    """The plan of this very case, both locked."""
    case = open_case(case_id, act)
    return case, found(case, activity_id)


def found(case: Case, activity_id: UUID) -> Activity:
    statement = select(Activity).where(Activity.case_id == case.id, Activity.id == activity_id).with_for_update()
    activity = db.session.execute(statement, execution_options={"populate_existing": True}).scalar_one_or_none()
    if activity is None:
        raise NoSuchCase(str(activity_id))
    return activity


def any_plan_of(case_id: UUID, activity_id: UUID, act: Act) -> tuple[Case, Activity]:
    """The same on a case that may be closed by now, for acts that nothing may delay."""
    case = locked_case(case_id, act)
    return case, found(case, activity_id)


def is_led_elsewhere(case_id: UUID) -> bool:
    """Whether another service leads the meeting of this case."""
    return bool(db.session.scalar(select(guards.led_elsewhere()).where(Case.id == case_id)))


def refuse_led_elsewhere(case: Case) -> None:
    """Of a case of two services one plans and records the meeting, so that it is told and counted once."""
    if is_led_elsewhere(case.id):
        raise Refused(_("The other service of this case leads the meeting. Its plan comes to you from there."))


def open_plan(case: Case) -> Activity | None:
    statement = select(Activity).where(Activity.case_id == case.id, Activity.status.in_(OPEN)).with_for_update()
    return db.session.execute(statement).scalar_one_or_none()


def refuse_unless(activity: Activity, *statuses: ActivityStatus) -> None:
    if activity.status not in statuses:
        raise Refused(_("The meeting has moved on since you opened this page. Look at its plan again."))


def refuse_unless_changeable(activity: Activity) -> None:
    refuse_unless(activity, *CHANGEABLE)


def enter(case: Case, activity: Activity, status: ActivityStatus, act: Act) -> None:
    """Bring the plan to another status; calendars follow."""
    if status not in MOVES[ActivityStatus(activity.status)]:
        raise Refused(_("The meeting has moved on since you opened this page. Look at its plan again."))
    activity.status = status
    activity.paused_at = None
    if status == ActivityStatus.UNDER_WAY:
        activity.began_at = act.moment
    elif status == ActivityStatus.PLANNED:
        activity.began_at = None
    elif status in {ActivityStatus.COMPLETED, ActivityStatus.STOPPED}:
        activity.ended_at = act.moment
    tell_calendars(activity, act)
    say(case, activity, act, status=str(status))


def tell_calendars(activity: Activity, act: Act) -> None:
    activity.sequence += 1
    activity.changed_at = act.written_at


def say(case: Case, activity: Activity, act: Act, party_id: UUID | None = None, **codes: str) -> None:
    """A line on the timeline."""
    write_event(case, EventKind.MEETING_CHANGED, act, party_id=party_id, detail={"activity": str(activity.id), **codes})


def ask_again(case: Case, activity: Activity, act: Act) -> None:
    """What was agreed to has changed: each person is asked again, and what follows from that (T19)."""
    answers = update(ActivityParty).where(ActivityParty.activity_id == activity.id)
    db.session.execute(answers.values(agreed_on=None, confirmed=None, confirmed_on=None))
    prepare_again(case, act)


def prepare_again(case: Case, act: Act) -> None:
    """The plan may not go ahead as it was: its approval lapses, and a date that was arranged is none any more (T19)."""
    sign_offs.lapse(case, SignOffKind.PLAN, act)
    if case.stage == Stage.SCHEDULED:
        stages.move(case.id, Stage.PREPARING, following(act, _("The plan was changed.")))


def following(act: Act, words: str | None = None) -> Act:
    """For what follows from an act: it was checked against the page already, and its words stand there."""
    return replace(act, version=None, note=words)


def day_of(activity: Activity) -> date | None:
    """The planned day, as a clock in the United Kingdom has it."""
    return activity.starts_at.astimezone(UK).date() if activity.starts_at else None
