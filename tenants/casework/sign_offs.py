"""Sign-off: a supervisor approves what a facilitator may not decide alone, and never for their own case (E2)."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, false, func, or_, select

from concord.database import db
from concord.database.columns import uuid7
from concord.identity.permissions import Permission
from tenants.casework.events import Act, locked_case, open_case, write_event
from tenants.casework.kinds import Duty, EventKind, TaskKind
from tenants.casework.models import Case, CaseEvent, CaseMember
from tenants.casework.policy import Stage
from tenants.casework.sign_off_models import ERASING, SignOff, SignOffDecision, SignOffKind
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.people.service import Refused

NAMES_A_LEAD = (EventKind.OPENED, EventKind.STAFF_CHANGED, EventKind.STAGE_CHANGED)


def request_sign_off(case_id: UUID, kind: SignOffKind, act: Act, *, subject_id: UUID | None = None) -> UUID:
    """Ask for an approval; the words of the act say what for and why."""
    case = closed_case(case_id, act) if kind in ERASING else open_case(case_id, act)
    if not act.note:
        raise Refused(_("Say in a few words what you ask for and why."))
    before = _newest(case, kind, subject_id)
    if before and before.lapsed_at is None:
        if before.decision is None:
            raise Refused(_("Somebody has asked for this already. It waits for an answer."))
        if before.decision == SignOffDecision.APPROVED:
            raise Refused(_("This is approved already."))
        finish_tasks_made_for(_returned(before), act.actor_id)
    asked = SignOff(
        id=uuid7(), case_id=case.id, kind=kind, subject_id=subject_id, episode=case.episode, words=act.note,
        requested_by=act.actor_id, requested_at=act.written_at,
    )
    db.session.add(asked)
    write_event(case, EventKind.SIGN_OFF_REQUESTED, act, detail={"kind": str(kind), "sign_off": str(asked.id)})
    return asked.id


def closed_case(case_id: UUID, act: Act) -> Case:
    """For what is asked for only once a case is closed."""
    case = locked_case(case_id, act)
    if case.stage != Stage.CLOSED:
        raise Refused(_("Only a closed case can be erased."))
    return case


def decide_sign_off(case_id: UUID, sign_off_id: UUID, decision: SignOffDecision, act: Act) -> None:
    """Approve, or send back with a comment: then whoever asked has a task."""
    case = locked_case(case_id, act)
    asked = db.session.execute(
        select(SignOff).where(SignOff.case_id == case.id, SignOff.id == sign_off_id).with_for_update()
    ).scalar_one_or_none()
    if asked is None or asked.decision is not None or asked.lapsed_at is not None:
        raise Refused(_("This does not wait for an answer any more."))
    _refuse_unless_another(case, asked, act)
    if decision == SignOffDecision.RETURNED and not act.note:
        raise Refused(_("Say in a comment what is missing."))
    asked.decision, asked.comment = decision, act.note
    asked.decided_by, asked.decided_at = act.actor_id, act.written_at
    if decision == SignOffDecision.RETURNED:
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.APPROVAL, owner_id=asked.requested_by, due_on=act.happened_on,
            made_for=_returned(asked), created_by=act.actor_id,
        ))
    codes = {"kind": asked.kind, "decision": str(decision), "sign_off": str(asked.id)}
    write_event(case, EventKind.SIGN_OFF_DECIDED, act, detail=codes)


def lapse(case: Case, kind: SignOffKind, act: Act) -> None:
    """What was signed or asked for has changed: the approval counts no more, and it must be asked for afresh."""
    standing = db.session.execute(
        select(SignOff).where(
            SignOff.case_id == case.id, SignOff.kind == kind, SignOff.lapsed_at.is_(None),
            func.coalesce(SignOff.decision, "") != SignOffDecision.RETURNED,
        ).with_for_update()
    ).scalars().all()
    for sign_off in standing:
        sign_off.lapsed_at = act.written_at
    if standing:
        write_event(case, EventKind.SIGN_OFF_DECIDED, act, detail={"kind": str(kind), "decision": "lapsed"})


def signed_off(kind: SignOffKind) -> ColumnElement[bool]:
    """For a guard: the newest request of this kind in the case's episode is approved, and still counts. It counts no
    more once whoever approved it leads the case."""
    newest = (
        select(and_(
            SignOff.decision == SignOffDecision.APPROVED, SignOff.lapsed_at.is_(None),
            SignOff.decided_by != Case.lead_id,
        ))
        .where(SignOff.case_id == Case.id, SignOff.kind == kind, SignOff.episode == Case.episode)
        .order_by(SignOff.requested_at.desc(), SignOff.id.desc()).limit(1).correlate(Case)
    )
    return func.coalesce(newest.scalar_subquery(), false())


def works_on(account_id: UUID) -> ColumnElement[bool]:
    """For a where over ``cases``: it is their own case, or was while they led it, so they may not sign anything of it
    off."""
    member = select(CaseMember.id).where(
        CaseMember.case_id == Case.id, CaseMember.account_id == account_id, CaseMember.duty != Duty.READS
    )
    led = select(CaseEvent.id).where(
        CaseEvent.case_id == Case.id, CaseEvent.episode == Case.episode, CaseEvent.kind.in_(NAMES_A_LEAD),
        or_(*(CaseEvent.detail[key].astext == str(account_id) for key in ("lead", "before"))),
    )
    return (Case.lead_id == account_id) | member.correlate(Case).exists() | led.correlate(Case).exists()


def _refuse_unless_another(case: Case, asked: SignOff, act: Act) -> None:
    if asked.kind in ERASING and not act.can(Permission.CASES_ERASE):
        raise Refused(_("Ask your manager: your account may not decide this."))
    if asked.kind not in ERASING and not act.can(Permission.CASES_SIGN_OFF):
        raise Refused(_("Ask a supervisor: your account may not sign this off."))
    own = db.session.execute(select(works_on(act.actor_id)).where(Case.id == case.id)).scalar_one()
    if own or asked.requested_by == act.actor_id:
        raise Refused(_("Nobody signs off their own case. Ask another supervisor."))


def _newest(case: Case, kind: SignOffKind, subject_id: UUID | None) -> SignOff | None:
    statement = (
        select(SignOff).where(
            SignOff.case_id == case.id, SignOff.kind == kind, SignOff.episode == case.episode,
            SignOff.subject_id.is_not_distinct_from(subject_id),
        ).order_by(SignOff.requested_at.desc(), SignOff.id.desc()).limit(1)
    )
    return db.session.execute(statement).scalar_one_or_none()


def _returned(sign_off: SignOff) -> str:
    return f"sign_off_returned:{sign_off.id}"
