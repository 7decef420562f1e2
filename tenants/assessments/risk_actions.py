"""What is done to make a risk smaller: planned, changed, done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.database.columns import uuid7
from tenants.assessments.models import RiskAction
from tenants.casework.events import Act, locked_case, open_case, party_of, write_event
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.list_queries import staff_who_see
from tenants.casework.models import Case
from tenants.casework.service import NoSuchCase
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import lapse
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.people.service import Refused


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is to be done about a risk, by whom, by when; ``high``: nothing goes ahead before it is done."""

    what: str
    owner_id: UUID
    due_on: date
    high: bool


def plan_action(case_id: UUID, party_id: UUID | None, plan: Plan, act: Act) -> UUID:
    """Something is to be done, and is a task for whoever does it."""
    case = open_case(case_id, act)
    if party_id is not None:
        party_of(case, party_id)
    _refuse_blind(case, plan.owner_id)
    action = RiskAction(
        id=uuid7(), case_id=case.id, party_id=party_id, what=plan.what, high=plan.high, owner_id=plan.owner_id,
        due_on=plan.due_on, created_by=act.actor_id, created_at=act.written_at, version=1,
    )
    db.session.add(action)
    if plan.high:
        lapse(case, SignOffKind.PLAN, act)
    _told(case, action, "planned", act)
    _set_task(action, act)
    return action.id


def locked_action(case_id: UUID, action_id: UUID) -> RiskAction:
    """The action, for this act alone until the transaction ends."""
    statement = select(RiskAction).where(RiskAction.case_id == case_id, RiskAction.id == action_id).with_for_update()
    action = db.session.execute(statement.execution_options(populate_existing=True)).scalar_one_or_none()
    if action is None:
        raise NoSuchCase(str(action_id))
    return action


def change_action(case_id: UUID, action_id: UUID, plan: Plan, act: Act) -> None:
    """Another day, another owner or other words."""
    case = open_case(case_id, act)
    action = locked_action(case.id, action_id)
    if action.done_on:
        raise Refused(_("This is done already."))
    _refuse_blind(case, plan.owner_id)
    finish_tasks_made_for(_made_for(action), act.actor_id)
    action.what, action.high, action.owner_id, action.due_on = plan.what, plan.high, plan.owner_id, plan.due_on
    action.version += 1
    _told(case, action, "changed", act)
    _set_task(action, act)


def finish_action(case_id: UUID, action_id: UUID, evidence: str | None, act: Act) -> None:
    """It is done; about a high risk somebody says how we know."""
    case = locked_case(case_id, act)
    action = locked_action(case.id, action_id)
    if action.done_on:
        raise Refused(_("This is done already."))
    if action.high and not evidence:
        raise Refused(_("The risk is high: say how we know that this is done."))
    finish_tasks_made_for(_made_for(action), act.actor_id)
    action.done_on, action.evidence = act.happened_on, evidence
    action.version += 1
    _told(case, action, "done", act)


def _refuse_blind(case: Case, owner_id: UUID) -> None:
    """Whoever does it must be able to read what it is about."""
    if owner_id not in dict(staff_who_see(case.id)):
        raise Refused(_("Choose somebody who can see this case."))


def _told(case: Case, action: RiskAction, what: str, act: Act) -> None:
    detail = {"action": str(action.id), "what": what, "high": action.high}
    write_event(case, EventKind.RISK_ACTION, act, party_id=action.party_id, detail=detail)


def _set_task(action: RiskAction, act: Act) -> None:
    set_task(NewTask(
        case_id=action.case_id, party_id=action.party_id, kind=TaskKind.RISK_ACTION, owner_id=action.owner_id,
        due_on=action.due_on, words=action.what, made_for=_made_for(action), created_by=act.actor_id,
    ))


def _made_for(action: RiskAction) -> str:
    """A changed action is a new task: the old one may have been another person's."""
    return f"risk_action:{action.id}:{action.version}"
