"""Answers on their way: kept here and not on the visitor's device, found by a random token in a cookie, gone in a day.

Only the hash of the token is stored. What is sent carries a key made from the token, so that whoever holds the cookie
can be led to the confirmation a second time, although the draft itself was destroyed at sending.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import delete, func, select

from concord.database import db
from tenants.referrals.models import ReferralDraft

LIFETIME = timedelta(hours=24)
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
SUBMISSIONS = UUID("6f1c1f0e-5d0a-5c7e-9a53-0c6b1d2f9e41")
Given = dict[str, dict[str, Any]]


def begin() -> str:
    """A new, empty draft; returns the token for the visitor's cookie."""
    token = secrets.token_urlsafe(32)
    db.session.add(ReferralDraft(token_hash=_hash(token), answers={}, expires_at=func.now() + LIFETIME))
    db.session.flush()
    return token


def find(token: str, *, to_change: bool = False) -> ReferralDraft | None:
    """The living draft of a token; locked until the end of the transaction when it is to be changed or sent."""
    if not TOKEN.fullmatch(token):
        return None
    statement = select(ReferralDraft).where(
        ReferralDraft.token_hash == _hash(token), ReferralDraft.expires_at > func.now()
    )
    return db.session.execute(statement.with_for_update() if to_change else statement).scalar_one_or_none()


def keep(draft: ReferralDraft, given: Given) -> None:
    """Store the answers so far."""
    draft.answers = given
    db.session.flush()


def destroy(token: str) -> None:
    """Nothing of the draft is left."""
    db.session.execute(delete(ReferralDraft).where(ReferralDraft.token_hash == _hash(token)))


def destroy_expired() -> int:
    """Destroy what the bound service's visitors left behind; how many drafts there were."""
    gone = db.session.execute(
        delete(ReferralDraft).where(ReferralDraft.expires_at <= func.now()).returning(ReferralDraft.id)
    )
    return len(gone.all())


def submission_key(token: str) -> UUID:
    """The same for the same draft, however often it is sent; tells nothing of the token."""
    return uuid5(SUBMISSIONS, token)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
