"""Guessing is slowed down: after some tries each further one must wait longer, for an account and for a network.

A try is written before it is judged and in a transaction of its own, so that neither a refused request nor many at once
can hide one; a success takes it back. Rows hold keyed hashes: nobody reads addresses out of them.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from uuid import UUID

from flask import current_app, request
from sqlalchemy import Connection, delete, func, insert, or_, select

from concord.database import db
from concord.database.columns import uuid7
from concord.database.engine import audit_engine
from concord.identity.models import SignInAttempt
from concord.tenancy import scope

FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)


class TooManyTries(Exception):
    """No try is allowed now; the next one is after ``wait``."""

    def __init__(self, wait: timedelta) -> None:
        super().__init__(f"{wait.total_seconds():.0f} seconds")
        self.wait = wait

    @property
    def minutes(self) -> int:
        return max(1, ceil(self.wait / timedelta(minutes=1)))


@dataclass(frozen=True)
class Subject:
    """Whose tries are counted: ``free`` of them in ``window`` cost no wait."""

    hash: bytes
    free: int
    window: timedelta


def email_subject(email: str) -> Subject:
    """An address typed at the sign-in, whether or not it has an account."""
    return Subject(_keyed("email", email.strip().lower()), 5, FORGOTTEN_AFTER)


def code_subject(account_id: UUID) -> Subject:
    """The second factor of an account whose password was right."""
    return Subject(_keyed("code", str(account_id)), 5, FORGOTTEN_AFTER)


def network_subject() -> Subject:
    """Where this request comes from. An office or a mobile network is many people: it gets more tries."""
    return Subject(_keyed("network", _network(request.remote_addr or "")), 30, timedelta(hours=1))


def attempt(*subjects: Subject) -> list[UUID]:
    """Write a try of each subject; `TooManyTries` when one must wait. Give the ids to `succeeded` when it was right."""
    in_order = sorted(subjects, key=lambda subject: subject.hash)
    rows = [{"tenant_id": scope.current_tenant_id(), "id": uuid7(), "subject_hash": one.hash} for one in in_order]
    with audit_engine().begin() as connection:
        for subject in in_order:
            _wait_for_turn(connection, subject)
        connection.execute(insert(SignInAttempt).values(at=func.clock_timestamp()), rows)
    return [row["id"] for row in rows]  # type: ignore[misc]  # the ids made above


def succeeded(ids: list[UUID], subject: Subject) -> None:
    """The try was right: it counts no more, nor do earlier ones of this subject."""
    mine = or_(SignInAttempt.id.in_(ids), SignInAttempt.subject_hash == subject.hash)
    db.session.execute(delete(SignInAttempt).where(mine))


def forget() -> None:
    """Tries too old to count are deleted. Called by the schedule."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < func.now() - FORGOTTEN_AFTER))


def _wait_for_turn(connection: Connection, subject: Subject) -> None:
    lock = int.from_bytes(subject.hash[:8], signed=True)
    connection.execute(select(func.pg_advisory_xact_lock(lock)))
    now = func.clock_timestamp()
    tries, since_last = connection.execute(
        select(func.count(), now - func.max(SignInAttempt.at))
        .where(SignInAttempt.subject_hash == subject.hash, SignInAttempt.at > now - subject.window)
    ).one()
    if tries >= subject.free:
        wait = min(FIRST_WAIT * 2 ** min(tries - subject.free, 10), LONGEST_WAIT)
        if since_last < wait:
            raise TooManyTries(wait - since_last)


def _keyed(kind: str, value: str) -> bytes:
    text = f"{scope.current_tenant_id()}|{kind}|{value}"
    return hmac.digest(current_app.config["SECRET_KEY"].encode(), text.encode(), hashlib.sha256)


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network(f"{known}/{24 if known.version == 4 else 56}", strict=False))
