"""How a case moves: only along the table of transitions, and only when its guards hold."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Permission
from concord.web.dates import uk_today
from concord.web.translations import uk_date
from tenants.casework import guards, policy, signals
from tenants.casework.events import Act, locked_case, write_event
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import PartyState, Stage, Transition
from tenants.casework.sign_off_models import SignOffKind
from tenants.casework.sign_offs import lapse, works_on
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.people.service import Refused
from tenants.referrals import triage

ABOUT_THE_PLAN = (SignOffKind.PLAN, SignOffKind.SINGLE_FACILITATOR)


def move(  # noqa: PLR0913 - a move with all that some moves need
    case_id: UUID,
    target: Stage | None,
    act: Act,
    *,
    reason: str | None = None,
    review_on: date | None = None,
    override: bool = False,
) -> None:
    """Bring a case to another stage; ``target`` None means: back to where it was before the hold.

    `Refused` names every guard that does not hold. What the guards said is kept with the event. ``override``: a
    manager goes on although guards that may be set aside do not hold, with words.
    """
    case = locked_case(case_id, act)
    step = policy.transition(case.stage, target, reason)
    if step is None or step == policy.REOPENING:
        raise Refused(_("The case cannot go from where it is to where you want it."))
    refuse_unless_may(step, act)
    if target == Stage.ON_HOLD:
        _refuse_late_review(review_on)
    snapshot, set_aside = judged(case, step, act, override=override)
    detail: dict[str, Any] = {"transition": step.id} | set_aside
    if reason:
        detail["reason"] = reason
    if review_on:
        detail["review_on"] = review_on.isoformat()
    enter(case, step.target or stage_before_hold(case), act, detail, snapshot, review_on=review_on)


def refuse_unless_may(step: Transition, act: Act) -> None:
    if not act.can(step.permission):
        raise Refused(_("Ask your manager: your account may not move this case."))
    if step.needs_words and not act.note:
        raise Refused(_("Say in a note why."))


def judged(
    case: Case, step: Transition, act: Act, *, override: bool = False
) -> tuple[dict[str, bool], dict[str, list[str]]]:
    """What the guards say, and which of them a manager sets aside. `Refused` when that is not enough.

    A move that is written down late is judged by what had happened on its day; and what ended since then ends it too.
    """
    refuse_before_last_move(case, act.happened_on)
    snapshot = guards.evaluate(case.id, step.guards, act.happened_on)
    failing = guards.refusals(snapshot)
    if not failing:
        return snapshot, {}
    if override:
        _refuse_override(case, act)
        failing = [guard for guard in failing if not guard.may_be_overridden]
    if failing:
        raise guards.Unmet(failing, act.happened_on)
    return snapshot, {"overridden": [name for name, holds in snapshot.items() if not holds]}


def enter(  # noqa: PLR0913, PLR0917 - what a move leaves behind
    case: Case, stage: Stage, act: Act, detail: dict[str, Any], snapshot: dict[str, bool],
    review_on: date | None = None,
) -> None:
    """The case is there from now on; who must act on it does so in this transaction."""
    before, case.stage = case.stage, stage
    case.hold_review_on = review_on if stage == Stage.ON_HOLD else None
    if stage == Stage.CLOSED:
        case.closed_at, case.closure_reason = act.moment, detail["reason"]
        triage.case_ended(case.id)
    if before == Stage.ON_HOLD:
        finish_tasks_made_for(f"hold_review:{last_move(case).id}", act.actor_id)
    event_id = write_event(
        case, EventKind.STAGE_CHANGED, act, from_stage=before, to_stage=stage, detail=detail, guards=snapshot
    )
    if review_on:
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.HOLD_REVIEW, owner_id=case.lead_id, due_on=review_on,
            made_for=f"hold_review:{event_id}", created_by=act.actor_id,
        ))
    if stage == Stage.PREPARING and before in {Stage.SCHEDULED, Stage.IN_PROCESS}:
        _prepare_afresh(case, act)
    signals.case_moved.send(case, before=before, after=stage, act=act, reason=detail.get("reason"))


def _prepare_afresh(case: Case, act: Act) -> None:
    """Back from a date that was arranged (T12, T19): nobody counts as ready, and the plan is approved afresh."""
    statement = select(CaseParty).where(
        CaseParty.case_id == case.id, CaseParty.state.in_((PartyState.READY, PartyState.PARTICIPATED))
    )
    for party in db.session.scalars(statement):
        party.state = PartyState.CONSENTED
    for kind in ABOUT_THE_PLAN:
        lapse(case, kind, act)


def last_move(case: Case) -> CaseEvent:
    statement = (
        select(CaseEvent).where(CaseEvent.case_id == case.id, CaseEvent.to_stage.is_not(None))
        .order_by(CaseEvent.recorded_at.desc(), CaseEvent.id.desc()).limit(1)
    )
    return db.session.execute(statement).scalar_one()


def stage_before_hold(case: Case) -> Stage:
    """Where it was when the hold began; looking again later did not begin another."""
    statement = (
        select(CaseEvent.from_stage)
        .where(
            CaseEvent.case_id == case.id, CaseEvent.to_stage == Stage.ON_HOLD, CaseEvent.from_stage != Stage.ON_HOLD
        ).order_by(CaseEvent.recorded_at.desc(), CaseEvent.id.desc()).limit(1)
    )
    return Stage(db.session.execute(statement).scalar_one() or Stage.ALLOCATED)


def refuse_before_last_move(case: Case, happened_on: date) -> None:
    """Moves keep their true order: none is dated before the one that came before it."""
    last = last_move(case).happened_on
    if happened_on < last:
        raise Refused(_("The case came to its stage on %(day)s. Give that day or a later one.", day=uk_date(last)))


def _refuse_override(case: Case, act: Act) -> None:
    if not act.can(Permission.CASES_OVERRIDE):
        raise Refused(_("Ask your manager: your account may not set a rule aside."))
    if not act.note:
        raise Refused(_("Say in a note why the rule is set aside."))
    if db.session.execute(select(works_on(act.actor_id)).where(Case.id == case.id)).scalar_one():
        raise Refused(_("Nobody sets a rule aside in their own case. Ask another manager."))


def _refuse_late_review(review_on: date | None) -> None:
    latest = uk_today() + timedelta(weeks=policy.HOLD_WEEKS)
    if review_on is None:
        raise Refused(_("Say when you will look at this case again."))
    if review_on > latest:
        raise Refused(_("Look at this case again by %(day)s at the latest.", day=uk_date(latest)))
