"""What follows here from the news of the other side of a joint case."""

from __future__ import annotations

from dataclasses import asdict
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update

from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.models import Lane
from concord.outbox.service import emit_once
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from concord.web.dates import uk_today
from concord.web.translations import UK
from concord.working_days import add_working_days
from tenants.casework import signals
from tenants.casework.events import write_event
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import OUT, PartyState
from tenants.casework.tasks import NewTask, set_task
from tenants.handover.door import Closed, takes
from tenants.handover.joint_models import JointCase
from tenants.handover.joint_news import NEWS, as_lead, terms
from tenants.handover.joint_rules import kept_there, parties_of
from tenants.handover.models import Handover
from tenants.handover.parcels import JointNews, SharedPlan
from tenants.meetings.attendees import SIDES
from tenants.meetings.models import Activity, ActivityAttendee, ActivityParty
from tenants.meetings.policy import CHANGEABLE, MAY_GO_AHEAD, OPEN, ActivityStatus, Said
from tenants.meetings.queries import meeting, open_activity_id
from tenants.people.models import Answer, ContactPoint
from tenants.people.service import end_contact_point
from tenants.referrals.models import PartyRole

CONSENT = "written_consent_of_both"


@takes(JointNews)
def _take_news(sender: UUID, news: JointNews) -> None:
    case, joint = _known(news.crossing_id, sender)
    if joint.ended_at or (joint.heard_at and news.told_at <= joint.heard_at):
        return
    kept = kept_there(parties_of(case))
    if joint.heard_at is None:
        _end_ways(kept)
        emit_once(NEWS, Lane.INTERACTIVE, joint_id=joint.id)
    before, joint.heard_at = joint.going_ahead, news.told_at
    if CONSENT in news.holds and CONSENT not in joint.holds:
        _come_back(kept)
    joint.going_ahead, joint.holds = news.going_ahead, news.holds
    if before != news.going_ahead:
        _another_way(joint, case, kept)
    _what_was_agreed(joint, case, news)
    if joint.we_lead:
        _what_they_say(case, kept, news)
    elif news.plan:
        _their_plan(joint, case, news.plan)
    db.session.flush()


def _known(crossing_id: UUID, sender: UUID) -> tuple[Case, JointCase]:
    """A case with that very service, for this alone; news of any other does not come in."""
    statement = (
        select(JointCase.id, JointCase.case_id).join(Handover, Handover.id == JointCase.handover_id)
        .where(Handover.crossing_id == crossing_id, JointCase.other_id == sender)
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        raise Closed("nobody here works on this case with the sender")
    here = scope.current_tenant_id()
    case = db.session.get_one(Case, (here, found.case_id), with_for_update=True, populate_existing=True)
    return case, db.session.get_one(JointCase, (here, found.id), with_for_update=True, populate_existing=True)


def _end_ways(kept: list[CaseParty]) -> None:
    """They are with the other service, which has what it takes to reach them: nobody reaches them from here."""
    ways = select(ContactPoint.id).where(
        ContactPoint.person_id.in_([party.person_id for party in kept]), ContactPoint.ended_at.is_(None)
    )
    for way_id in list(db.session.scalars(ways)):
        end_contact_point(way_id)


def _come_back(kept: list[CaseParty]) -> None:
    """They agreed there, after they had said no here."""
    for party in kept:
        if party.state in OUT:
            party.state = PartyState.NOT_CONTACTED


def _another_way(joint: JointCase, case: Case, kept: list[CaseParty]) -> None:
    """It goes ahead there; or it does not, and then what was planned is on hold, and the lead is asked to act."""
    act = as_lead(case)
    _write(joint, case, "going_ahead" if joint.going_ahead else "not_going_ahead")
    if joint.going_ahead:
        return
    for party in kept:
        signals.party_left.send(case, party=party, act=act)
    set_task(NewTask(
        case_id=case.id, kind=TaskKind.OTHER_SERVICE, owner_id=case.lead_id, due_on=uk_today(),
        words=_("The other service says: this is not going ahead. Phone them. Then decide what our person hears."),
        made_for=f"joint:{joint.id}:{joint.heard_at}",
    ))


def _write(joint: JointCase, case: Case, what: str) -> None:
    service = db.session.get_one(Organisation, joint.other_id).name
    write_event(case, EventKind.HANDED_OVER, as_lead(case), detail={"service": service, "joint": what})


def _what_they_say(case: Case, kept: list[CaseParty], news: JointNews) -> None:
    """What their person says to our plan, as long as it is the plan that they were asked about."""
    activity_id = open_activity_id(case.id)
    planned = meeting(case.id, activity_id) if activity_id else None
    if planned is None or news.terms != terms(planned):
        return
    for party in kept:
        row = _row(planned.activity, party)
        if planned.activity.status in CHANGEABLE:
            row.agreed_on = news.agreed_on
        row.confirmed_on = news.confirmed_on
        row.confirmed = Answer.YES if news.confirmed_on else None
        if news.agreed_on:
            _everybody_is_welcome(planned.activity, party)


def _everybody_is_welcome(activity: Activity, party: CaseParty) -> None:
    """The plan they agreed to says who else comes."""
    side = SIDES[PartyRole(party.role)]
    db.session.execute(
        update(ActivityAttendee).where(ActivityAttendee.activity_id == activity.id).values({side: Said.YES})
    )


def _what_was_agreed(joint: JointCase, case: Case, news: JointNews) -> None:
    """The points of an agreement that our person may read. The lead tells them, as they wish to hear it."""
    points = [asdict(point) | {"due_on": point.due_on and point.due_on.isoformat()} for point in news.agreed]
    if points == (joint.agreed or []):
        return
    joint.agreed = points
    _write(joint, case, "points")
    set_task(NewTask(
        case_id=case.id, kind=TaskKind.OTHER_SERVICE, owner_id=case.lead_id, due_on=add_working_days(uk_today(), 1),
        words=_("The other service wrote down what was agreed, or what became of it. Read it, and tell our person."),
        made_for=f"joint_agreed:{joint.id}:{uk_today()}",
    ))


def _row(activity: Activity, party: CaseParty) -> ActivityParty:
    statement = select(ActivityParty).where(
        ActivityParty.activity_id == activity.id, ActivityParty.party_id == party.id
    )
    row = db.session.execute(statement).scalar_one_or_none()
    if row is None:
        row = ActivityParty(id=uuid7(), activity_id=activity.id, party_id=party.id)
        db.session.add(row)
    return row


def _their_plan(joint: JointCase, case: Case, plan: SharedPlan) -> None:
    """The plan of whoever leads. When it changed, our person is asked again."""
    before = (joint.plan_terms, joint.plan_status)
    joint.plan_form, joint.plan_status, joint.plan_terms = plan.form, plan.status, plan.terms
    joint.plan_starts_at, joint.plan_ends_at, joint.plan_held_on = plan.starts_at, plan.ends_at, plan.held_on
    joint.plan_place, joint.plan_address, joint.plan_leaders = plan.place, plan.address, plan.leaders
    joint.plan_others = [asdict(one) for one in plan.others]
    if plan.status in OPEN and (before[0] != plan.terms or plan.status not in MAY_GO_AHEAD):
        joint.we_agreed_on = joint.we_confirmed_on = None
        emit_once(NEWS, Lane.INTERACTIVE, joint_id=joint.id)
    if before == (plan.terms, plan.status):
        return
    _write(joint, case, "plan")
    if plan.status == ActivityStatus.COMPLETED:
        _took_part(case)
    elif plan.starts_at and plan.status == ActivityStatus.PLANNED:
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.OTHER_SERVICE, owner_id=case.lead_id, due_on=uk_today(),
            words=_("The other service has planned the meeting. Ask our person if they agree to it."),
            made_for=joint.to_agree,
        ))
    elif plan.starts_at and plan.status == ActivityStatus.CONFIRMED:
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.OTHER_SERVICE, owner_id=case.lead_id,
            due_on=plan.starts_at.astimezone(UK).date(),
            words=_("The meeting that the other service leads is on this day. Ask our person before it if they go on."),
            made_for=joint.to_confirm,
        ))


def _took_part(case: Case) -> None:
    held = update(CaseParty).where(
        CaseParty.case_id == case.id, CaseParty.kept_by_id.is_(None),
        CaseParty.state.in_((PartyState.CONSENTED, PartyState.READY)),
    )
    db.session.execute(held.values(state=PartyState.PARTICIPATED))


