"""Closing a case for a while, and having it erased by two people."""

from __future__ import annotations

from uuid import UUID

from cases import Casework
from sqlalchemy import update

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from harness import StaffAccount
from tenants.casework import service as casework
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.casework.service import Act
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.rights import service as rights

OFFICER = Role.DATA_PROTECTION_OFFICER
UPHELD, DUE = SignOffKind.ERASING_UPHELD, SignOffKind.ERASING_DUE


def close(cases: Casework, case_id: UUID, reason: str = "harmed_declined", **changes: object) -> None:
    casework.move(case_id, Stage.CLOSED, cases.act(), reason=reason)
    db.session.execute(update(Case).where(Case.id == case_id).values(**({"lead_id": cases.manager.id} | changes)))


def second(cases: Casework, officer: StaffAccount, note: str | None = None) -> Act:
    return cases.act(actor_id=officer.id, role=OFFICER, note=note)


def erase(cases: Casework, case_id: UUID, officer: StaffAccount, kind: SignOffKind = UPHELD) -> None:
    """The manager asks, the data protection officer approves."""
    asked = rights.ask(case_id, kind, cases.act(note="They wrote to us."))
    rights.decide(case_id, asked, SignOffDecision.APPROVED, second(cases, officer))


def case_of(case_id: UUID) -> Case:
    return db.session.get_one(Case, (scope.current_tenant_id(), case_id), populate_existing=True)
