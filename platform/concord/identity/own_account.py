"""What people do with their own account."""

from __future__ import annotations

from uuid import UUID

from concord.audit.service import record_act, record_apart
from concord.database import db
from concord.identity import passwords, second_factor, sessions, throttle
from concord.identity.models import Account
from concord.identity.principal import Principal
from concord.identity.sign_in import Refused
from concord.tenancy import scope


def prove_again(principal: Principal, password: str) -> None:
    """Ask for the password before something that would help a stranger at an open computer."""
    subject = throttle.email_subject(principal.email)
    tries = throttle.attempt(subject, throttle.network_subject())
    if not passwords.is_right(_account(principal).password_hash, password):
        record_apart("sign_in_failed", "account", principal.account_id, step="password_again")
        raise Refused
    throttle.succeeded(tries, subject)


def change_password(principal: Principal, new_password: str) -> None:
    """A new password; every other browser of this account is signed out."""
    _account(principal).password_hash = passwords.hash_password(new_password)
    sessions.end_all(principal.account_id, but=principal.session_id)
    record_act("change", "account", principal.account_id, what="password")
    db.session.flush()


def renew_recovery_codes(principal: Principal) -> list[str]:
    """Ten new recovery codes, to be shown once; earlier ones stop working."""
    account = _account(principal)
    db.session.refresh(account, with_for_update=True)
    record_act("change", "account", account.id, what="recovery_codes")
    return second_factor.new_recovery_codes(account.id)


def end_session(principal: Principal, session_id: UUID) -> bool:
    """Sign out another browser of one's own; False when there is none of this id."""
    if not sessions.end(principal.account_id, session_id):
        return False
    record_act("sign_out", "account", principal.account_id)
    return True


def end_other_sessions(principal: Principal) -> None:
    """Sign out every browser but this one."""
    sessions.end_all(principal.account_id, but=principal.session_id)
    record_act("sign_out", "account", principal.account_id, which="others")


def _account(principal: Principal) -> Account:
    return db.session.get_one(Account, (scope.current_tenant_id(), principal.account_id))
