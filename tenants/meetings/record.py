"""The record of what took place, and how everybody was after it (T11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.web.translations import UK
from tenants.casework.events import open_case, party_of
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case
from tenants.casework.service import Act, record_activity
from tenants.casework.tasks import NewTask, set_task
from tenants.meetings import status
from tenants.meetings.models import Activity, ActivityAttendee, ActivityParty, ActivityStatus
from tenants.meetings.planning import refuse_other_form, row_of, takers
from tenants.meetings.policy import BETWEEN_BOTH_SIDES, FORMS, Welfare
from tenants.people.service import Refused

LOOK_AGAIN = (Welfare.NEEDS_SUPPORT, Welfare.NOT_REACHED)


@dataclass(frozen=True, kw_only=True)
class Record:
    """What is written down of a meeting or exchange that came to its end."""

    form: str
    attended: frozenset[UUID]  # ids of parties and attendees
    ground_rules: str | None
    agreement_reached: bool


def complete(case_id: UUID, activity_id: UUID, record: Record, act: Act) -> None:
    """A planned meeting or exchange came to its end. Its form is what it was, not what was planned."""
    record_activity(
        case_id, act, between_both=FORMS[record.form] in BETWEEN_BOTH_SIDES,
        activity=str(activity_id), form=record.form, form_class=str(FORMS[record.form]),
    )
    case, activity = status.plan_of(case_id, activity_id, status.following(act))
    status.refuse_unless(activity, ActivityStatus.UNDER_WAY)
    if activity.began_at and act.happened_on < activity.began_at.astimezone(UK).date():
        raise Refused(_("It began later than this day."))
    refuse_other_form(case, record.form)
    activity.form, activity.form_class = record.form, FORMS[record.form]
    activity.happened_on, activity.note = act.happened_on, act.note
    activity.ground_rules, activity.agreement_reached = record.ground_rules, record.agreement_reached
    for party in takers(case):
        row_of(activity, party.id).attended = party.id in record.attended
    others = select(ActivityAttendee).where(ActivityAttendee.activity_id == activity.id)
    for attendee in db.session.execute(others).scalars():
        attendee.attended = attendee.id in record.attended
    status.enter(case, activity, ActivityStatus.COMPLETED, status.following(act))


def complete_activity(case_id: UUID, form: str, act: Act) -> UUID:
    """A meeting or exchange that took place without a plan. Its class is kept with it, because counts depend on it."""
    form_class = FORMS[form]
    activity_id = uuid7()
    between_both = form_class in BETWEEN_BOTH_SIDES
    record_activity(
        case_id, act, between_both=between_both, activity=str(activity_id), form=form, form_class=str(form_class)
    )
    case = open_case(case_id, status.following(act))
    if between_both:
        status.refuse_led_elsewhere(case)
        refuse_other_form(case, form)
    activity = Activity(
        id=activity_id, case_id=case_id, episode=case.episode, form=form, form_class=form_class,
        status=ActivityStatus.COMPLETED, happened_on=act.happened_on, recorded_by=act.actor_id,
        recorded_at=act.written_at,
    )
    db.session.add(activity)
    db.session.flush()
    if between_both:
        for party in takers(case):
            row_of(activity, party.id).attended = True
    db.session.flush()
    record_act("create", "activity", activity_id, case=str(case_id), form=form)
    return activity_id


def check_welfare(case_id: UUID, party_id: UUID, welfare: Welfare, act: Act) -> None:
    """How one of the people is, right after it. Who needs support, or was not reached, becomes a task."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    newest = (
        select(Activity).where(
            Activity.case_id == case.id, Activity.episode == case.episode,
            Activity.status.in_((ActivityStatus.COMPLETED, ActivityStatus.STOPPED)),
        ).order_by(Activity.ended_at.desc().nulls_last(), Activity.id.desc()).limit(1)
    )
    activity = db.session.execute(newest).scalar_one_or_none()
    if activity is None:
        raise Refused(_("Nothing has taken place yet."))
    row_of(activity, party.id)
    db.session.flush()
    asked = update(ActivityParty).where(
        ActivityParty.party_id == party.id,
        ActivityParty.activity_id.in_(select(Activity.id).where(Activity.case_id == case.id)),
        (ActivityParty.activity_id == activity.id) | ActivityParty.welfare.is_(None),
    )
    db.session.execute(asked.values(welfare=welfare, welfare_on=act.happened_on))
    status.say(case, activity, act, party.id, welfare=str(welfare))
    if welfare in LOOK_AGAIN:
        _look_again(case, party.id, f"welfare:{activity.id}:{party.id}:{welfare}", act)


def _look_again(case: Case, party_id: UUID, made_for: str, act: Act) -> None:
    set_task(NewTask(
        case_id=case.id, party_id=party_id, kind=TaskKind.CONTACT, owner_id=case.lead_id, created_by=act.actor_id,
        due_on=act.happened_on + timedelta(days=1), made_for=made_for,
    ))
