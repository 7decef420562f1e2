"""The verbs of accounts: make one, invite its owner, change its rights, take them away. Each act is on record."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity import passwords, second_factor, sessions
from concord.identity.models import Account, AccountStatus, Invitation
from concord.identity.permissions import NATIONAL_ROLES, PERMISSIONS, SERVICE_ROLES, Permission, Role
from concord.outbox.models import Lane
from concord.outbox.service import emit
from concord.tenancy import scope
from concord.tenancy.hosts import host_of
from concord.tenancy.models import Kind, Organisation

INVITATION_LASTS = timedelta(days=7)
STAFF_MANAGERS = [role for role in Role if Permission.STAFF_MANAGE in PERMISSIONS[role]]


class AccountError(ValueError):
    """An account cannot be made or changed so. The message is a sentence for the page."""


class AddressTaken(AccountError):
    """The organisation has an account with this address."""


def roles_here() -> frozenset[Role]:
    """The roles that exist at the bound organisation."""
    return NATIONAL_ROLES if _organisation().kind == Kind.NATIONAL else SERVICE_ROLES


def create_account(name: str, email: str, role: Role) -> Account:
    """A new account at the bound organisation. Nobody can use it until it is invited (`invite`) or made ready."""
    if role not in roles_here():
        raise AccountError(_("This role does not exist here. Choose another one."))
    account = Account(id=uuid7(), name=name.strip(), email=email.strip(), role=role, status=AccountStatus.INVITED)
    try:
        with db.session.begin_nested():
            db.session.add(account)
    except IntegrityError:
        raise AddressTaken(_("Someone with this e-mail address has an account here already")) from None
    record_act("create", "account", account.id, role=role)
    return account


def invite(account_id: UUID) -> None:
    """Have an invitation sent. Links sent before stop working."""
    account = _locked(account_id)
    if account.status != AccountStatus.INVITED:
        raise AccountError(_("This person has set up their account already"))
    close_invitations(account_id)
    emit("account.invited", Lane.INTERACTIVE, account_id=account_id)
    record_act("change", "account", account_id, what="invited")


def mint_invitation(account_id: UUID) -> str:
    """A fresh one-use token, made at the moment it is sent, since only its hash is kept. See `invitation_address`."""
    token = sessions.new_token()
    db.session.add(Invitation(
        id=uuid7(), account_id=account_id, token_hash=sessions.hash_token(token),
        expires_at=func.now() + INVITATION_LASTS,
    ))
    db.session.flush()
    return token


def invitation_address(token: str) -> str:
    """The full address at which an invitation is taken up."""
    organisation, settings = _organisation(), current_app.extensions["concord.settings"]
    return str(settings.address_of(host_of(organisation.slug, organisation.kind)) + f"/invitation/{token}")


def disable(account_id: UUID) -> None:
    """Close an account: signed out everywhere at once, no way in until it is enabled."""
    _leave_a_manager(account_id)
    account = _locked(account_id)
    account.status = AccountStatus.DISABLED
    sessions.end_all(account_id)
    close_invitations(account_id)
    record_act("change", "account", account_id, what="disabled")
    db.session.flush()


def enable(account_id: UUID) -> None:
    """Open a closed account again. Who never set it up needs a new invitation."""
    account = _locked(account_id)
    if account.status == AccountStatus.DISABLED:
        is_set_up = account.password_hash and account.totp_secret
        account.status = AccountStatus.ACTIVE if is_set_up else AccountStatus.INVITED
        record_act("change", "account", account_id, what="enabled")
        db.session.flush()


def change_role(account_id: UUID, role: Role) -> None:
    """Give an account another role; it holds at its next request."""
    if role not in roles_here():
        raise AccountError(_("This role does not exist here. Choose another one."))
    if role not in STAFF_MANAGERS:
        _leave_a_manager(account_id)
    account = _locked(account_id)
    record_act("change", "account", account_id, what="role", before=account.role, after=role)
    account.role = role
    db.session.flush()


def reset_sign_in(account_id: UUID) -> None:
    """A lost telephone or a forgotten password: both are taken away and the person is invited again."""
    account = _locked(account_id)
    if account.status == AccountStatus.DISABLED:
        raise AccountError(_("This account is switched off. Switch it on first."))
    account.status, account.password_hash = AccountStatus.INVITED, None
    account.totp_secret = account.totp_last_step = None
    second_factor.drop_recovery_codes(account_id)
    sessions.end_all(account_id)
    record_act("change", "account", account_id, what="sign_in_reset")
    invite(account_id)


def activate(account_id: UUID, password: str) -> str:
    """Make an account ready without an invitation, for demonstration data and tests; returns the app's secret."""
    account = _locked(account_id)
    secret = second_factor.new_secret()
    account.password_hash, account.totp_secret = passwords.hash_password(password), secret
    account.status, account.totp_last_step = AccountStatus.ACTIVE, None
    record_act("change", "account", account_id, what="activated")
    db.session.flush()
    return secret


def _locked(account_id: UUID) -> Account:
    return db.session.get_one(Account, (scope.current_tenant_id(), account_id), with_for_update=True)


def _organisation() -> Organisation:
    return db.session.get_one(Organisation, scope.current_tenant_id())


def _leave_a_manager(account_id: UUID) -> None:
    """Refuse to take away the last account that can look after accounts.

    Called before the account itself is locked: two managers who act on each other then take their turns.
    """
    managers = db.session.scalars(
        select(Account.id).where(Account.role.in_(STAFF_MANAGERS), Account.status == AccountStatus.ACTIVE)
        .order_by(Account.id).with_for_update()
    ).all()
    if list(managers) == [account_id]:
        raise AccountError(_("Nobody else can look after staff accounts here. Give someone else that role first."))


def close_invitations(account_id: UUID) -> None:
    db.session.execute(
        update(Invitation).where(Invitation.account_id == account_id, Invitation.used_at.is_(None))
        .values(used_at=func.now())
    )
