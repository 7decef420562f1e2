"""Answers on their way: kept here and not on the visitor's device, found by a random token in a cookie, gone in a day.

Only the hash of the token is stored. What is sent carries a key made from the token, so that whoever holds the cookie
can be led to the confirmation a second time, although the draft itself was destroyed at sending.

Whoever wants to come back, perhaps on another device, saves: that makes a code to write down, of which again only the
hash is stored. It makes no draft live longer. Coming back gives the draft a new token, so the device before has none.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import ColumnElement, and_, delete, func, select, update

from concord.database import db
from tenants.referrals import uploads
from tenants.referrals.models import ReferralDraft

LIFETIME = timedelta(hours=24)
TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
SUBMISSIONS = UUID("6f1c1f0e-5d0a-5c7e-9a53-0c6b1d2f9e41")
Given = dict[str, Any]  # step: its answers; below "people" again, for each person

# Crockford's 32 signs, made to be read, said and typed: 16 of them are 80 random bits.
SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4
AS_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": ""})


def begin() -> str:
    """A new, empty draft; returns the token for the visitor's cookie."""
    token = _new_token()
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
    _destroy(ReferralDraft.token_hash == _hash(token))


def destroy_unless_saved(token: str) -> None:
    """Somebody leaves quickly. What they saved stays, but only their code leads there: the cookie no longer does."""
    mine = ReferralDraft.token_hash == _hash(token)
    _destroy(and_(mine, ReferralDraft.saved_at.is_(None)))
    db.session.execute(update(ReferralDraft).where(mine).values(token_hash=_hash(_new_token())))


def save(draft: ReferralDraft) -> str:
    """Make the code to come back with, told this once. Saving again makes another, and the first opens nothing."""
    return _open_by(draft, "".join(secrets.choice(SIGNS) for _ in range(LENGTH)))


def _open_by(draft: ReferralDraft, signs: str) -> str:
    draft.code_hash, draft.saved_at = _hash(signs), func.now()
    db.session.flush()
    return _in_groups(signs)


def _in_groups(signs: str) -> str:
    return "-".join(signs[start:start + GROUP] for start in range(0, LENGTH, GROUP))


def find_by_code(code: str, *, to_change: bool = False) -> ReferralDraft | None:
    """The living draft of a code, however it was typed."""
    signs = code.upper().translate(AS_MEANT)
    if len(signs) != LENGTH or not set(signs) <= set(SIGNS):
        return None
    statement = select(ReferralDraft).where(
        ReferralDraft.code_hash == _hash(signs), ReferralDraft.expires_at > func.now()
    )
    return db.session.execute(statement.with_for_update() if to_change else statement).scalar_one_or_none()


def resume(code: str) -> str | None:
    """A new token for the draft of a code; the one before leads nowhere. The code can be used again."""
    draft = find_by_code(code, to_change=True)
    if draft is None:
        return None
    token = _new_token()
    draft.token_hash = _hash(token)
    db.session.flush()
    return token


def code_elsewhere(token: str, service_id: UUID) -> str:
    """The code under which the draft of a token waits at another service: the same however often it is moved there."""
    bits = int.from_bytes(hashlib.sha256(f"{service_id} {token}".encode()).digest())
    return _in_groups("".join(SIGNS[bits >> 5 * place & 31] for place in range(LENGTH)))


def take_in(given: Given, began_at: datetime, until: datetime, code: str) -> ReferralDraft:
    """A draft that comes from another service, no younger than it is; the code opens it here."""
    draft = ReferralDraft(token_hash=_hash(_new_token()), answers=given, created_at=began_at, expires_at=until)
    db.session.add(draft)
    _open_by(draft, code.translate(AS_MEANT))
    return draft


def resume_once(code: str) -> str | None:
    """As `resume`, and then the code opens nothing any more."""
    draft, token = find_by_code(code, to_change=True), resume(code)
    if draft is not None:
        draft.code_hash = draft.saved_at = None
        db.session.flush()
    return token


def destroy_expired() -> int:
    """Destroy what the bound service's visitors left behind; how many drafts there were."""
    return _destroy(ReferralDraft.expires_at <= func.now())


def _destroy(which: ColumnElement[bool]) -> int:
    """Nothing is left of these drafts, nor of the files that were added to them."""
    found = db.session.scalars(select(ReferralDraft.id).where(which).with_for_update()).all()
    if found:
        uploads.forget(found)
        db.session.execute(delete(ReferralDraft).where(ReferralDraft.id.in_(found)))
    return len(found)


def submission_key(token: str) -> UUID:
    """The same for the same draft, however often it is sent; tells nothing of the token."""
    return uuid5(SUBMISSIONS, token)


def _new_token() -> str:
    return secrets.token_urlsafe(32)


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
