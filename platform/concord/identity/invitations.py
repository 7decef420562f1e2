"""Taking up an invitation: choose a password, set up the authenticator app, prove it once. Only the last uses it up."""

from __future__ import annotations

from sqlalchemy import Select, func, select

from concord.audit.service import record_act
from concord.database import db
from concord.identity import passwords, second_factor, sessions
from concord.identity.models import Account, AccountStatus, Invitation
from concord.identity.service import close_invitations
from concord.identity.sign_in import Refused, open_session


class NoInvitation(LookupError):
    """There never was such an invitation, or it was used, replaced, or is too old. It does not say which."""


def invited(token: str) -> Account:
    """The account that an open invitation is for."""
    return _one(_open(token))


def choose_password(token: str, name: str, password: str) -> None:
    """The first step. It may be done again until the second is: the app's secret then stays the same."""
    account = _one(_open(token).with_for_update())
    account.name, account.password_hash = name, passwords.hash_password(password)
    account.totp_secret = account.totp_secret or second_factor.new_secret()
    db.session.flush()


def prove_app(token: str, code: str) -> str:
    """The second step opens the account and returns the token of its first session. Twice at once, it acts once."""
    account = _one(_open(token).with_for_update())
    if not (account.password_hash and second_factor.accept_totp(account, code)):
        raise Refused
    account.status = AccountStatus.ACTIVE
    close_invitations(account.id)
    record_act("change", "account", account.id, what="activated")
    return open_session(account.id, second_factor.Factor.AUTHENTICATOR)


def _open(token: str) -> Select[Account]:
    return (
        select(Account)
        .join(Invitation, (Invitation.tenant_id == Account.tenant_id) & (Invitation.account_id == Account.id))
        .where(Invitation.token_hash == sessions.hash_token(token), Invitation.used_at.is_(None),
               Invitation.expires_at > func.now(), Account.status == AccountStatus.INVITED)
    )


def _one(statement: Select[Account]) -> Account:
    account = db.session.scalar(statement)
    if account is None:
        raise NoInvitation
    return account
