"""How a case moves: only along the table of transitions, and only when its guards hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.web.dates import uk_today
from concord.web.translations import uk_date
from tenants.casework import guards, policy, signals
from tenants.casework.events import Act, locked_case, write_event
from tenants.casework.models import Case, CaseEvent, EventKind
from tenants.casework.policy import Stage
from tenants.people.service import Refused
from tenants.referrals import triage


def move(
    case_id: UUID,
    target: Stage | None,
    act: Act,
    *,
    reason: str | None = None,
    review_on: date | None = None,
) -> None:
    """Bring a case to another stage; ``target`` None means: back to where it was before the hold.

    `Refused` names every guard that does not hold. What the guards said is kept with the event.
    """
    case = locked_case(case_id, act)
    step = policy.transition(case.stage, target, reason)
    if step is None:
        raise Refused(_("The case cannot go from where it is to where you want it."))
    if not act.can(step.permission):
        raise Refused(_("Ask your manager: your account may not move this case."))
    if target == Stage.ON_HOLD:
        _refuse_late_review(review_on)
    _refuse_before_last_move(case, act.happened_on)
    snapshot = guards.evaluate(case_id, step.guards)
    if failing := guards.refusals(snapshot):
        raise Refused(*(str(guard.refusal) for guard in failing))
    detail: dict[str, Any] = {"transition": step.id}
    if reason:
        detail["reason"] = reason
    if review_on:
        detail["review_on"] = review_on.isoformat()
    target = step.target or _stage_before_hold(case)
    case.hold_review_on = review_on if target == Stage.ON_HOLD else None
    _enter(case, target, act, detail, snapshot)


def _enter(case: Case, stage: Stage, act: Act, detail: dict[str, Any], snapshot: dict[str, bool]) -> None:
    before, case.stage = case.stage, stage
    if stage == Stage.CLOSED:
        case.closed_at, case.closure_reason = act.moment, detail["reason"]
        triage.case_ended(case.id)
    write_event(
        case, EventKind.STAGE_CHANGED, act, from_stage=before, to_stage=stage, detail=detail, guards=snapshot
    )
    signals.case_moved.send(case, before=before, after=stage, act=act, reason=detail.get("reason"))


def _last_move(case: Case) -> CaseEvent:
    statement = (
        select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.to_stage.is_not(None))
        .order_by(CaseEvent.recorded_at.desc(), CaseEvent.id.desc()).limit(1)
    )
    return db.session.execute(statement).scalar_one()


def _stage_before_hold(case: Case) -> Stage:
    return Stage(_last_move(case).from_stage or Stage.ALLOCATED)


def _refuse_before_last_move(case: Case, happened_on: date) -> None:
    last = _last_move(case).happened_on
    if happened_on < last:
        raise Refused(_("The case came to its stage on %(day)s. Give that day or a later one.", day=uk_date(last)))


def _refuse_late_review(review_on: date | None) -> None:
    latest = uk_today() + timedelta(weeks=policy.HOLD_WEEKS)
    if review_on is None:
        raise Refused(_("Say when you will look at this case again."))
    if review_on > latest:
        raise Refused(_("Look at this case again by %(day)s at the latest.", day=uk_date(latest)))
