"""Planning a meeting or exchange: what it is, when and where, who leads it (DOMAIN A7, A8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.permissions import Permission
from concord.tenancy import scope
from tenants.casework.absence import takes_a_stand_in
from tenants.casework.events import Act, open_case, party_of
from tenants.casework.impartiality import refuse_locked_out
from tenants.casework.kinds import Duty as CaseDuty
from tenants.casework.list_queries import staff_who_record
from tenants.casework.models import Case, CaseMember, CaseParty
from tenants.casework.policy import OUT, Stage
from tenants.meetings import scripts, status
from tenants.meetings.models import Activity, ActivityFacilitator, ActivityParty, Venue
from tenants.meetings.policy import (
    BETWEEN_BOTH_SIDES,
    FORMS,
    PLANNED_FORMS,
    WRITTEN_OR_RECORDED,
    ActivityStatus,
    Duty,
    FormClass,
)
from tenants.people.service import Refused

PLANNED_IN = (Stage.ASSESSING, Stage.PREPARING, Stage.SCHEDULED, Stage.IN_PROCESS)
MATERIAL = ("form", "starts_at", "ends_at", "venue_id")  # what each person agrees to


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a lead decides; the day may still be open."""

    form: str
    lead_id: UUID
    second_id: UUID | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    venue_id: UUID | None = None
    script: str | None = None


def plan_meeting(case_id: UUID, plan: Plan, act: Act) -> UUID:
    """A new plan. A case has one at a time."""
    case = open_case(case_id, act)
    if status.open_plan(case):
        raise Refused(_("This case has a plan already. Change it, or call it off first."))
    status.refuse_led_elsewhere(case)
    if case.stage not in PLANNED_IN:
        raise Refused(_("A meeting is planned once the assessment has started."))
    _refuse_improper(plan)
    refuse_other_form(case, plan.form)
    activity = Activity(
        id=uuid7(), case_id=case.id, episode=case.episode, status=ActivityStatus.PLANNED, recorded_by=act.actor_id,
        recorded_at=act.written_at, changed_at=act.written_at, form_class=FORMS[plan.form],
        **{name: getattr(plan, name) for name in (*MATERIAL, "script")},
    )
    db.session.add(activity)
    db.session.flush()
    _appoint(case, activity, plan, act)
    record_act("create", "activity", activity.id, case=str(case.id), form=plan.form)
    status.say(case, activity, act, status=str(ActivityStatus.PLANNED))
    return activity.id


def lock_plan(case_id: UUID, activity_id: UUID, act: Act) -> None:
    """Nobody else writes this plan until the transaction ends."""
    status.plan_of(case_id, activity_id, act)


def change_plan(case_id: UUID, activity_id: UUID, plan: Plan, act: Act) -> None:
    """Another day, place or form asks everybody again; another facilitator needs the supervisor's approval again."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless_changeable(activity)
    _refuse_improper(plan)
    refuse_other_form(case, plan.form)
    changed = [name for name in MATERIAL if getattr(activity, name) != getattr(plan, name)]
    for name in (*MATERIAL, "script"):
        setattr(activity, name, getattr(plan, name))
    activity.form_class = FORMS[plan.form]
    others_lead = _appoint(case, activity, plan, act)
    if not changed and not others_lead and activity.status != ActivityStatus.POSTPONED:
        status.say(case, activity, act, changed="script")
        return
    if activity.status == ActivityStatus.POSTPONED:
        activity.status = ActivityStatus.PLANNED
    status.tell_calendars(activity, act)
    status.say(case, activity, act, changed="plan" if changed else "facilitators")
    if changed:
        status.ask_again(case, activity, act)
    else:
        status.prepare_again(case, act)


def agree(case_id: UUID, activity_id: UUID, party_id: UUID, act: Act) -> None:
    """One of the people agrees to the plan as it stands: what it is, when, where and who comes."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless_changeable(activity)
    if activity.starts_at is None or activity.status == ActivityStatus.POSTPONED:
        raise Refused(_("Set the day and time first: that is what they agree to."))
    party = party_of(case, party_id)
    if party.state in OUT:
        raise Refused(_("They do not take part any more."))
    row_of(activity, party_id).agreed_on = act.happened_on
    status.say(case, activity, act, party_id, said="agreed")


def rearrange(case_id: UUID, activity_id: UUID, seating: list[str], speaking: list[str], act: Act) -> None:
    """Who sits where, and who is asked first."""
    case, activity = status.plan_of(case_id, activity_id, act)
    status.refuse_unless_changeable(activity)
    activity.seating, activity.speaking = seating, speaking
    status.say(case, activity, act, changed="order")


def row_of(activity: Activity, party_id: UUID) -> ActivityParty:
    """What one of the people says to this plan; a new row when they have said nothing yet."""
    statement = select(ActivityParty).where(
        ActivityParty.activity_id == activity.id, ActivityParty.party_id == party_id
    )
    row = db.session.execute(statement).scalar_one_or_none()
    if row is None:
        row = ActivityParty(id=uuid7(), activity_id=activity.id, party_id=party_id)
        db.session.add(row)
    return row


def takers(case: Case) -> list[CaseParty]:
    """Who takes part."""
    statement = select(CaseParty).where(CaseParty.case_id == case.id, CaseParty.state.not_in(OUT))
    return list(db.session.execute(statement).scalars())


def refuse_other_form(case: Case, form: str) -> None:
    """A meeting with somebody who stands in is that and nothing else, and counts apart (A7)."""
    if form in WRITTEN_OR_RECORDED and _is_of_two_services(case):
        raise Refused(_(
            "Letters and recordings do not go over to another service from here. Plan a meeting, or agree with the "
            "other service who passes it on, and write a note."
        ))
    stands_in = takes_a_stand_in(case)
    if FORMS[form] not in BETWEEN_BOTH_SIDES or stands_in == (FORMS[form] == FormClass.PROXY):
        return
    if stands_in:
        raise Refused(_("Somebody stands in for one of the people. Choose a meeting with somebody who stands in."))
    raise Refused(_("Nobody stands in for one of the people yet. Add them to the case first."))


def _is_of_two_services(case: Case) -> bool:
    elsewhere = select(CaseParty.id).where(
        CaseParty.case_id == case.id, CaseParty.kept_by_id.is_not(None), CaseParty.state.not_in(OUT)
    )
    return db.session.execute(elsewhere.limit(1)).first() is not None


def _refuse_improper(plan: Plan) -> None:
    if plan.form not in PLANNED_FORMS:
        raise Refused(_("Choose what it is."))
    if plan.second_id == plan.lead_id:
        raise Refused(_("The second facilitator must be somebody else."))
    if plan.ends_at and (plan.starts_at is None or plan.ends_at <= plan.starts_at):
        raise Refused(_("It must end after it starts."))
    if not {plan.lead_id, plan.second_id or plan.lead_id} <= {account_id for account_id, _name in staff_who_record()}:
        raise Refused(_("Choose a member of staff who can work on cases."))
    if plan.venue_id:
        venue = db.session.get(Venue, (scope.current_tenant_id(), plan.venue_id))
        if venue is None or venue.ended_at:
            raise Refused(_("Choose a venue from the list."))
    if plan.script and plan.script not in scripts.scripts():
        raise Refused(_("Choose from the answers on this page"))


def _appoint(case: Case, activity: Activity, plan: Plan, act: Act) -> bool:
    """Set who leads and helps; whether that changed. They join the case, so that they can see it."""
    wanted = {Duty.LEAD: plan.lead_id} | ({Duty.SECOND: plan.second_id} if plan.second_id else {})
    standing = {row.duty: row for row in db.session.execute(select(ActivityFacilitator).where(
        ActivityFacilitator.activity_id == activity.id, ActivityFacilitator.removed_at.is_(None)
    )).scalars()}
    gone = [row.id for duty, row in standing.items() if wanted.get(Duty(duty)) != row.account_id]
    if gone:
        taken_off = update(ActivityFacilitator).where(ActivityFacilitator.id.in_(gone))
        db.session.execute(taken_off.values(removed_at=datetime.now(UTC)))
    new = {duty: who for duty, who in wanted.items() if duty not in standing or standing[duty].account_id != who}
    for duty, account_id in new.items():
        db.session.add(ActivityFacilitator(activity_id=activity.id, account_id=account_id, duty=duty))
        _join(case, account_id, duty, act)
    db.session.flush()
    return bool(gone or new)


def _join(case: Case, account_id: UUID, duty: Duty, act: Act) -> None:
    """Nobody with a conflict of interest, and nobody whom the case is closed to, comes on it through a plan."""
    refuse_locked_out(case, account_id)
    if account_id == case.lead_id:
        return
    works = CaseDuty.SECOND_FACILITATOR if duty == Duty.SECOND else CaseDuty.WORKS
    here = select(CaseMember).where(CaseMember.case_id == case.id, CaseMember.account_id == account_id)
    member = db.session.execute(here).scalars().first()
    if member and member.duty == CaseDuty.READS:
        member.duty = works  # it is their own case from now on: they sign nothing of it off
    elif member is None:
        if case.restricted and not act.can(Permission.CASES_ALLOCATE):
            raise Refused(_("This case is restricted. A supervisor must first say who may see it."))
        db.session.add(CaseMember(case_id=case.id, account_id=account_id, duty=works, added_at=act.moment))
