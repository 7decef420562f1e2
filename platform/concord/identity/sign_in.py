"""Signing in: password, then second factor, each its own step; and signing out.

A wrong address, a wrong password and an account that is not open get the same answer after the same work.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from concord.audit.service import record_act, record_apart
from concord.database import db
from concord.identity import passwords, second_factor, sessions, throttle
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.identity.sessions import Standing
from concord.tenancy import scope
from concord.tenancy.hosts import BoundOrganisation
from concord.tenancy.models import Status


class Refused(Exception):
    """The password or the code is not right. It does not say why."""


def prove_password(email: str, password: str) -> str:
    """The first step; returns the token of a session that opens only the second step."""
    subject = throttle.email_subject(email)
    tries = throttle.attempt(subject, throttle.network_subject())
    account = db.session.scalar(select(Account).where(Account.email_folded == func.lower(email)))
    right = passwords.is_right(account.password_hash if account else None, password)
    if account is None or not right or account.status != AccountStatus.ACTIVE:
        record_apart("sign_in_failed", "account", account.id if account else None, step="password")
        raise Refused
    throttle.succeeded(tries, subject)
    if account.password_hash and passwords.needs_new_hash(account.password_hash):
        account.password_hash = passwords.hash_password(password)
    return sessions.begin(account.id, half=True)


def prove_second_factor(half: Standing, code: str) -> str:
    """The second step; returns the token of the real session. The half one ends, so that no token outlives its step."""
    subject = throttle.code_subject(half.account_id)
    tries = throttle.attempt(subject, throttle.network_subject())
    account = db.session.get_one(Account, (scope.current_tenant_id(), half.account_id))
    factor = second_factor.accept(account, code)
    if factor is None:
        record_apart("sign_in_failed", "account", account.id, step="second_factor")
        raise Refused
    throttle.succeeded(tries, subject)
    sessions.end(account.id, half.session_id)
    return open_session(account.id, factor)


def open_session(account_id: UUID, factor: second_factor.Factor) -> str:
    """A signed-in session of someone who has just proved who they are."""
    record_act("sign_in", "account", account_id, factor=factor)
    return sessions.begin(account_id)


def sign_out(account_id: UUID, session_id: UUID) -> None:
    sessions.end(account_id, session_id)
    record_act("sign_out", "account", account_id)


def first_page(role: Role, organisation: BoundOrganisation) -> str:
    """Where somebody lands after signing in."""
    if organisation.is_national:
        return "/admin/" if role == Role.ADMINISTRATOR else "/national/"
    may_go_live = Permission.SERVICE_GO_LIVE in PERMISSIONS[role]
    return "/team/setup" if organisation.status == Status.PREPARING and may_go_live else "/team/"
