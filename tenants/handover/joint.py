"""The verbs of a joint case at the service that does not lead the meeting: what its own person says to the plan."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.outbox.models import Lane
from concord.outbox.service import emit_once
from concord.tenancy.models import Organisation
from concord.web.translations import UK
from tenants.casework.events import open_case, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import OUT
from tenants.casework.service import Act, NoSuchCase, Refused
from tenants.casework.tasks import finish_tasks_made_for
from tenants.handover.joint_models import JointCase
from tenants.handover.joint_news import NEWS
from tenants.meetings.policy import CHANGEABLE, ActivityStatus


def agree(case_id: UUID, act: Act, *, agrees: bool) -> None:
    """Our person agrees to the plan as it stands, or does not any more."""
    case, joint = _led_there(case_id, act)
    if joint.plan_status not in CHANGEABLE or joint.plan_starts_at is None:
        raise Refused(_("There is no plan with a day and time to agree to."))
    _refuse_unless_takes_part(case)
    joint.we_agreed_on = act.happened_on if agrees else None
    joint.we_said_no = not agrees and joint.plan_status == ActivityStatus.CONFIRMED
    finish_tasks_made_for(joint.to_agree, act.actor_id)
    _said(case, joint, act, "agreed" if agrees else "not_agreed")


def confirm(case_id: UUID, act: Act, *, goes_on: bool) -> None:
    """Our person says on the day that they want to go on (T10). After a no, nothing goes on at either service."""
    case, joint = _led_there(case_id, act)
    if joint.plan_status not in {ActivityStatus.CONFIRMED, ActivityStatus.UNDER_WAY} or joint.plan_starts_at is None:
        raise Refused(_("No meeting is arranged."))
    if goes_on:
        _refuse_unless_takes_part(case)
        if joint.plan_starts_at.astimezone(UK).date() != act.happened_on:
            raise Refused(_("The plan is for another day."))
    joint.we_confirmed_on = act.happened_on if goes_on else None
    joint.we_said_no = not goes_on
    finish_tasks_made_for(joint.to_confirm, act.actor_id)
    _said(case, joint, act, "confirmed" if goes_on else "not_confirmed")


def _led_there(case_id: UUID, act: Act) -> tuple[Case, JointCase]:
    case = open_case(case_id, act)
    newest = select(JointCase).where(JointCase.case_id == case.id).order_by(JointCase.id.desc()).limit(1)
    joint = db.session.execute(newest.with_for_update()).scalar_one_or_none()
    if joint is None:
        raise NoSuchCase(str(case_id))
    if joint.ended_at:
        raise Refused(_("You do not work on this case together any more."))
    if joint.we_lead:
        raise Refused(_("We lead the meeting of this case. Write it down in its plan."))
    return case, joint


def _refuse_unless_takes_part(case: Case) -> None:
    takes_part = select(CaseParty.id).where(
        CaseParty.case_id == case.id, CaseParty.kept_by_id.is_(None), CaseParty.state.not_in(OUT)
    )
    if db.session.execute(takes_part).first() is None:
        raise Refused(_("They do not take part any more."))


def _said(case: Case, joint: JointCase, act: Act, what: str) -> None:
    service = db.session.get_one(Organisation, joint.other_id).name
    write_event(case, EventKind.HANDED_OVER, act, detail={"service": service, "joint": what})
    if what.startswith("not_"):
        emit_once(NEWS, Lane.SAFETY, joint_id=joint.id)
