"""Reads of accounts, as plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select

from concord.database import db
from concord.identity.models import Account, AccountSession, AccountStatus, RecoveryCode
from concord.identity.permissions import PERMISSIONS, Permission, Role


@dataclass(frozen=True)
class StaffMember:
    """An account as lists show it."""

    id: UUID
    name: str
    email: str
    role: Role
    status: AccountStatus


@dataclass(frozen=True)
class OpenSession:
    """A browser in which somebody is signed in."""

    id: UUID
    since: datetime
    until: datetime


_STAFF = select(Account.id, Account.name, Account.email, Account.role, Account.status)


def staff() -> list[StaffMember]:
    """Every account of the bound organisation by name, closed ones last."""
    in_order = _STAFF.order_by(Account.status == AccountStatus.DISABLED, func.lower(Account.name), Account.id)
    return [_member(*row) for row in db.session.execute(in_order)]


def staff_member(account_id: UUID) -> StaffMember | None:
    """One account of the bound organisation, open or not; None when it has none of this id."""
    row = db.session.execute(_STAFF.where(Account.id == account_id)).one_or_none()
    return _member(*row) if row else None


def staff_who_may(permission: Permission) -> list[StaffMember]:
    """The active accounts whose role has a permission, by name: whom a case can be given to, whom to tell."""
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    found = _STAFF.where(Account.role.in_(roles), Account.status == AccountStatus.ACTIVE)
    return [_member(*row) for row in db.session.execute(found.order_by(func.lower(Account.name), Account.id))]


def open_sessions(account_id: UUID) -> list[OpenSession]:
    """Where somebody is signed in now, newest first."""
    statement = (
        select(AccountSession.id, AccountSession.created_at, AccountSession.expires_at)
        .where(AccountSession.account_id == account_id, AccountSession.ended_at.is_(None),
               AccountSession.second_factor_at.is_not(None), AccountSession.expires_at > func.now())
        .order_by(AccountSession.created_at.desc(), AccountSession.id)
    )
    return [OpenSession(*row) for row in db.session.execute(statement)]


def recovery_codes_left(account_id: UUID) -> int:
    unused = select(func.count()).where(RecoveryCode.account_id == account_id, RecoveryCode.used_at.is_(None))
    return db.session.execute(unused).scalar_one()


def _member(id_: UUID, name: str, email: str, role: str, status: str) -> StaffMember:
    return StaffMember(id_, name, email, Role(role), AccountStatus(status))
