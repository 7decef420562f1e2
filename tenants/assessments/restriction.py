"""A restricted case: open by name, to those who work on it and those who are named (DOMAIN A11)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import delete, select

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from tenants.casework.events import Act, locked_case, write_event
from tenants.casework.impartiality import refuse_locked_out
from tenants.casework.kinds import Duty, EventKind
from tenants.casework.models import Case, CaseMember
from tenants.people.service import Refused


def restrict(case_id: UUID, named: Iterable[UUID], act: Act) -> None:
    """Close a case to all but those who work on it and those who are named; a second time names others."""
    case = locked_case(case_id, act)
    _refuse_unless_may(act)
    workers = _workers(case)
    readers = set(named) - workers
    _refuse_unless_known(readers)
    for reader in sorted(readers):
        refuse_locked_out(case, reader)
    if not _can_open_again(readers | workers):
        raise Refused(_("Name somebody who may open the case again: a supervisor or manager."))
    case.restricted = True
    _name(case, readers)
    write_event(case, EventKind.ACCESS_CHANGED, act, detail={"restricted": True, "named": sorted(map(str, readers))})


def open_again(case_id: UUID, act: Act) -> None:
    """Whoever may read cases may read this one again."""
    case = locked_case(case_id, act)
    _refuse_unless_may(act)
    case.restricted = False
    _name(case, set())
    write_event(case, EventKind.ACCESS_CHANGED, act, detail={"restricted": False})


def _refuse_unless_may(act: Act) -> None:
    if not act.can(Permission.CASES_SIGN_OFF):
        raise Refused(_("Ask a supervisor: your account may not say who sees a case."))


def _workers(case: Case) -> set[UUID]:
    statement = select(CaseMember.account_id).where(CaseMember.case_id == case.id, CaseMember.duty != Duty.READS)
    return {case.lead_id, *db.session.execute(statement).scalars()}


def _refuse_unless_known(accounts: set[UUID]) -> None:
    statement = select(Account.id).where(Account.id.in_(accounts), Account.status == AccountStatus.ACTIVE)
    if accounts - set(db.session.execute(statement).scalars()):
        raise Refused(_("Choose from the staff of this service."))


def _can_open_again(accounts: set[UUID]) -> bool:
    roles = [role for role in Role if Permission.CASES_SIGN_OFF in PERMISSIONS[role]]
    statement = select(Account.id).where(
        Account.id.in_(accounts), Account.role.in_(roles), Account.status == AccountStatus.ACTIVE
    )
    return db.session.execute(statement.limit(1)).first() is not None


def _name(case: Case, readers: set[UUID]) -> None:
    """Those who only read are exactly these."""
    db.session.execute(delete(CaseMember).where(CaseMember.case_id == case.id, CaseMember.duty == Duty.READS))
    db.session.add_all(CaseMember(case_id=case.id, account_id=account, duty=Duty.READS) for account in sorted(readers))
