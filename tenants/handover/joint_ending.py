"""Two services stop working on a case together: either may end it, at any time. Each keeps its own case.

The shared plan closes, and what was planned is on hold. The other service hears that it ended, and nothing else.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from concord.web.dates import uk_today
from tenants.casework import signals
from tenants.casework.events import locked_case, write_event
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case
from tenants.casework.policy import PartyState
from tenants.casework.service import Act, NoSuchCase
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.handover.door import Closed, pass_on, takes
from tenants.handover.joint_models import JointCase
from tenants.handover.joint_news import as_lead
from tenants.handover.joint_rules import kept_there, parties_of
from tenants.handover.models import Handover, State
from tenants.handover.parcels import JointEnded
from tenants.handover.service import locked
from tenants.meetings.policy import OPEN, ActivityStatus

END = "handover.joint_end"


def end_together(case_id: UUID, act: Act) -> None:
    """We end it."""
    case = locked_case(case_id, act)
    joint = _open_joint(case)
    if joint is None:
        raise NoSuchCase(str(case_id))
    _end(case, joint, datetime.now(UTC), act, "ended_here")
    emit(END, Lane.SAFETY, handover_id=joint.handover_id)


def send_end(event: OutboxEvent) -> None:
    handover = db.session.get_one(Handover, (scope.current_tenant_id(), UUID(event.ids["handover_id"])))
    joint = db.session.execute(select(JointCase).where(JointCase.handover_id == handover.id)).scalar_one()
    if joint.ended_at:
        pass_on(handover.other_id, JointEnded(crossing_id=handover.crossing_id, ended_at=joint.ended_at))


@takes(JointEnded)
def _take_end(sender: UUID, ended: JointEnded) -> None:
    """They end it. Nobody here hears why."""
    found = db.session.execute(
        select(Handover.id).where(Handover.crossing_id == ended.crossing_id, Handover.other_id == sender)
    ).scalar_one_or_none()
    handover = locked(found) if found else None
    if handover is None or not handover.is_joint or handover.state not in {State.ACCEPTED, State.TOGETHER, State.ENDED}:
        raise Closed("nobody here works on this with the sender")
    if handover.state == State.ACCEPTED:  # it ended before the case came
        handover.state = State.ENDED
    elif handover.state == State.TOGETHER and handover.case_id:
        case = db.session.get_one(Case, (handover.tenant_id, handover.case_id))
        if joint := _open_joint(case):
            _end(case, joint, ended.ended_at, as_lead(case), "ended_there")
            _ask_lead(case, joint)
    db.session.flush()


def _open_joint(case: Case) -> JointCase | None:
    statement = select(JointCase).where(JointCase.case_id == case.id, JointCase.ended_at.is_(None)).with_for_update()
    return db.session.execute(statement).scalar_one_or_none()


def _end(case: Case, joint: JointCase, ended_at: datetime, act: Act, what: str) -> None:
    joint.ended_at, joint.going_ahead, joint.holds = ended_at, False, {}
    joint.we_agreed_on = joint.we_confirmed_on = None
    for task in (joint.to_agree, joint.to_confirm):
        finish_tasks_made_for(task, act.actor_id)
    if joint.plan_status in OPEN:
        joint.plan_status = ActivityStatus.CANCELLED
    db.session.get_one(Handover, (joint.tenant_id, joint.handover_id)).state = State.ENDED
    for party in kept_there(parties_of(case)):
        party.state, party.led_there = PartyState.ELSEWHERE, False
        signals.party_left.send(case, party=party, act=act)
    service = db.session.get_one(Organisation, joint.other_id).name
    write_event(case, EventKind.HANDED_OVER, act, detail={"service": service, "joint": what})


def _ask_lead(case: Case, joint: JointCase) -> None:
    set_task(NewTask(
        case_id=case.id, kind=TaskKind.OTHER_SERVICE, owner_id=case.lead_id, due_on=uk_today(),
        words=_("The other service does not work on this together with us any more. Phone them. Then decide how the "
                "case goes on, and what our person hears."),
        made_for=f"joint_ended:{joint.id}:{joint.handover_id}",
    ))
