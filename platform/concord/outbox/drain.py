"""Act on what waits in one lane of the bound service: one row, one transaction.

The row is claimed, acted on and marked done in a single transaction of `concord_app`. Whatever ends this process on the
way ends the transaction with it, and the row waits again. What fails is put back with a growing delay; what keeps
failing is parked, with an alarm.
"""

from __future__ import annotations

import random
import time
from datetime import timedelta
from pathlib import Path
from traceback import extract_tb
from uuid import UUID

import structlog
from sqlalchemy import func

from concord.database import db
from concord.outbox.checkpoints import checkpoint
from concord.outbox.models import Lane, OutboxEvent, State
from concord.outbox.service import UnknownKindError, claim, handler_for, put_back
from concord.tenancy import scope

log = structlog.get_logger(__name__)

TRIES = 8
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=1)


def drain(lane: Lane, limit: int = 50, seconds: float = 2.0) -> int:
    """One turn: act on rows that are due, until none is left or the turn is over. Returns how many were taken."""
    deadline = time.monotonic() + seconds
    taken = 0
    while taken < limit and _take_one(lane):
        taken += 1
        if time.monotonic() >= deadline:
            break
    return taken


def _take_one(lane: Lane) -> bool:
    checkpoint("drain.before_claim")
    event = claim(lane)
    if event is None:
        db.session.rollback()
        return False
    checkpoint("drain.claimed")
    event_id, kind, attempts = event.id, event.kind, event.attempts
    try:
        _act(event)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the row must not be lost or block the others
        db.session.rollback()
        _put_back(event_id, kind, attempts, error)
    return True


def _act(event: OutboxEvent) -> None:
    handler_for(event.kind)(event)
    checkpoint("drain.acted")
    event.state, event.done_at = State.DONE, func.now()
    db.session.flush()
    checkpoint("drain.before_commit")
    db.session.commit()
    checkpoint("drain.committed")


def _put_back(event_id: UUID, kind: str, attempts: int, error: Exception) -> None:
    """Where the database itself is away this raises, too: the row is as it was, and the next wake-up finds it."""
    fault = describe(error)
    delay = None if isinstance(error, UnknownKindError) else delay_after(attempts + 1)
    put_back(event_id, fault, attempts=attempts, delay=delay)
    db.session.commit()
    details = {"service": str(scope.current_tenant_id()), "event": str(event_id), "kind": kind, "fault": fault}
    if delay is None:
        log.error("outbox.parked", **details)
    else:
        log.warning("outbox.put_back", again_in=round(delay.total_seconds()), **details)


def delay_after(tries: int) -> timedelta | None:
    """How long a row waits after so many failed tries: doubling, with some chance in it; None when it is parked."""
    if tries >= TRIES:
        return None
    delay: timedelta = min(FIRST_DELAY * 2 ** (tries - 1), LONGEST_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - spreads the load, guards nothing


def describe(error: Exception) -> str:
    """What failed and where in the code; never the message, which may quote a person's data."""
    trace = extract_tb(error.__traceback__)
    place = f" at {Path(trace[-1].filename).name}:{trace[-1].lineno}" if trace else ""
    return f"{type(error).__name__}{place}"
