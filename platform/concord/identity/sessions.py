"""Signed-in browsers: a row on the server for each. Its random token is in the browser; the row keeps only a hash.

Between password and second factor a row stands without ``second_factor_at``: it opens nothing but the next step.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import bindparam, func, select, update

from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account, AccountSession, AccountStatus

LASTS = timedelta(hours=10)
HALF_LASTS = timedelta(minutes=10)
REMEMBERED = timedelta(days=3)  # after its end it still says whose an unsent form is

_STANDING = (
    select(
        AccountSession.id.label("session_id"), AccountSession.created_at.label("since"),
        AccountSession.second_factor_at, Account.id.label("account_id"), Account.name, Account.email, Account.role,
    )
    .join(Account, (Account.tenant_id == AccountSession.tenant_id) & (Account.id == AccountSession.account_id))
    .where(
        AccountSession.token_hash == bindparam("token_hash"), AccountSession.ended_at.is_(None),
        AccountSession.expires_at > func.now(), Account.status == AccountStatus.ACTIVE,
    )
)


@dataclass(frozen=True)
class Standing:
    """A session that has neither ended nor expired, of an account that may sign in."""

    session_id: UUID
    since: datetime
    second_factor_at: datetime | None
    account_id: UUID
    name: str
    email: str
    role: str


def whose(token: str) -> UUID | None:
    """The account of a whole session that stands or stood within the last days, if it may still sign in."""
    statement = (
        select(Account.id).join(AccountSession, AccountSession.account_id == Account.id)
        .where(
            AccountSession.token_hash == hash_token(token), AccountSession.second_factor_at.is_not(None),
            AccountSession.expires_at > func.now() - REMEMBERED, Account.status == AccountStatus.ACTIVE,
        )
    )
    return db.session.execute(statement).scalar_one_or_none()


def new_token() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> bytes:
    """What is kept of a token. It is random and long, so a plain hash cannot be guessed backwards."""
    return hashlib.sha256(token.encode()).digest()


def standing(token: str) -> Standing | None:
    """The session behind a token, in one query."""
    row = db.session.execute(_STANDING, {"token_hash": hash_token(token)}).one_or_none()
    return Standing(*row) if row else None


def begin(account_id: UUID, *, half: bool = False) -> str:
    """Write a new session and return its token. ``half``: the second factor is still to come."""
    token = new_token()
    db.session.add(AccountSession(
        id=uuid7(), account_id=account_id, token_hash=hash_token(token),
        expires_at=func.now() + (HALF_LASTS if half else LASTS), second_factor_at=None if half else func.now(),
    ))
    db.session.flush()
    return token


def end(account_id: UUID, session_id: UUID) -> bool:
    """End one session of an account; False when the account has no such open session."""
    return bool(_end(AccountSession.account_id == account_id, AccountSession.id == session_id))


def end_all(account_id: UUID, *, but: UUID | None = None) -> int:
    """End every session of an account, or every other one."""
    return _end(AccountSession.account_id == account_id, *([AccountSession.id != but] if but else []))


def _end(*which: object) -> int:
    statement = update(AccountSession).where(*which, AccountSession.ended_at.is_(None))  # type: ignore[arg-type]  # conditions
    ended = db.session.execute(statement.values(ended_at=func.now()).returning(AccountSession.id))
    return len(ended.all())
