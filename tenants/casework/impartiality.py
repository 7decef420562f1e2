"""Conflicts of interest on a case: declared by anybody of the team, in force at once, lifted by somebody else (T2)."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, exists, select

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from tenants.casework import signals
from tenants.casework.events import Act, locked_case, write_event
from tenants.casework.kinds import Duty, EventKind, TaskKind
from tenants.casework.models import Case, CaseMember
from tenants.casework.policy import ENDED
from tenants.casework.tasks import NewTask, finish_tasks_of_kind, set_task
from tenants.people.service import Refused
from tenants.referrals import conflicts
from tenants.referrals.models import Referral


def declare(case: Case, account_id: UUID, act: Act, *, conflict: bool) -> None:
    """Write it down for all that the case is about, as whoever declares it says it."""
    conflicts.declare(
        _incidents(case), account_id, conflict=conflict, recorded_by=act.actor_id, declared_at=act.written_at,
        words=act.note, may_lift=act.can(Permission.CASES_SIGN_OFF),
    )
    if account_id == case.lead_id:
        (ask_for_another_lead if conflict else another_lead_is_chosen)(case, act)
    if conflict:
        signals.conflict_declared.send(case, account_id=account_id, act=act)


def declare_conflict(case_id: UUID, account_id: UUID, act: Act, *, conflict: bool) -> None:
    """A member of staff knows somebody of this case or gains by it, or is free of that.

    An ended case takes it, too, and what is left of one that another service has: whoever has a conflict may not read
    it either.
    """
    case = locked_case(case_id, act, elsewhere_too=True)
    if db.session.execute(select(Account.id).where(Account.id == account_id)).first() is None:
        raise Refused(_("Choose somebody"))
    declare(case, account_id, act, conflict=conflict)
    write_event(case, EventKind.CONFLICT_DECLARED, act, detail={"account": str(account_id), "conflict": conflict})


def refuse_locked_out(case: Case, account_id: UUID) -> None:
    """Nobody with a conflict of interest gets work on a case."""
    if conflicts.is_locked_out(account_id, case.incident_id):
        raise Refused(_("Choose somebody else. This person has a conflict of interest."))


def lead_has_conflict() -> ColumnElement[bool]:
    """For a where: cases that need another lead."""
    return exists(conflicts.standing(Case.lead_id, Case.incident_id)).correlate(Case)


def ask_for_another_lead(case: Case, act: Act) -> None:
    """Whoever may choose a lead and sees the case has a task to do so; one at least always sees it."""
    if case.stage in ENDED:
        return
    for row in _who_may_choose_a_lead(case):
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.NEW_LEAD, owner_id=row.id, due_on=act.happened_on,
            words=_("Choose another lead. The lead has a conflict of interest."),
            made_for=f"lead:{case.id}:{case.version}:{row.id}", created_by=act.actor_id,
        ))


def another_lead_is_chosen(case: Case, act: Act) -> None:
    """The tasks to choose one are done."""
    finish_tasks_of_kind(case.id, TaskKind.NEW_LEAD, act.actor_id)


def who_sees_to(case: Case) -> list[UUID]:
    """The lead; when they have left, or have a conflict of interest, whoever may choose another one."""
    lead = db.session.get_one(Account, (case.tenant_id, case.lead_id))
    if lead in _who_may(Permission.CASES_RECORD) and not conflicts.is_locked_out(lead.id, case.incident_id):
        return [lead.id]
    return [row.id for row in _who_may_choose_a_lead(case)]


def take_over_conflicts(case: Case, incident_id: UUID, act: Act) -> None:
    """Whoever is locked out of what a referral tells is locked out of the case that it joins."""
    for account_id in conflicts.who_is_locked_out(incident_id):
        declare(case, account_id, act, conflict=True)


def _incidents(case: Case) -> set[UUID]:
    """What the case is about, and what every referral tells that joined it."""
    joined = select(Referral.incident_id).where(Referral.case_id == case.id)
    return {case.incident_id, *db.session.scalars(joined)}


def _who_may_choose_a_lead(case: Case) -> list[Account]:
    """Whoever may and sees the case; one at least always does."""
    locked_out = set(conflicts.who_is_locked_out(case.incident_id))
    able = [row for row in _who_may(Permission.CASES_ALLOCATE) if row.id not in locked_out]
    if case.restricted:
        named = set(db.session.scalars(select(CaseMember.account_id).where(CaseMember.case_id == case.id)))
        return [row for row in able if row.id in named] or _name_managers(case, able)
    return able


def _who_may(permission: Permission) -> list[Account]:
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    statement = select(Account).where(Account.status == AccountStatus.ACTIVE, Account.role.in_(roles))
    return list(db.session.scalars(statement.order_by(Account.id)))


def _name_managers(case: Case, able: list[Account]) -> list[Account]:
    """A restricted case that nobody could give another lead is opened to the managers."""
    managers = [account for account in able if account.role == Role.SERVICE_MANAGER]
    db.session.add_all([
        CaseMember(case_id=case.id, account_id=manager.id, duty=Duty.READS) for manager in managers
    ])
    db.session.flush()
    return managers
