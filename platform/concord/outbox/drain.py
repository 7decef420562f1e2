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
from typing import Protocol
from uuid import UUID

import structlog
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from concord.database import db
from concord.outbox.checkpoints import checkpoint
from concord.outbox.models import Lane, OutboxEvent, State
from concord.outbox.service import UnknownKindError, claim, handler_for, mark_done, put_back

log = structlog.get_logger(__name__)

TRIES = 8
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=1)


class Observer(Protocol):
    """Somebody who wants to know which row is in hand, and what became of each."""

    def took(self, event_id: UUID) -> None: ...
    def left(self, state: State) -> None: ...


class Nobody:
    """The observer who does not look."""

    def took(self, event_id: UUID) -> None:
        """Nothing to do."""

    def left(self, state: State) -> None:
        """Nothing to do."""


def drain(lane: Lane, limit: int = 50, seconds: float = 2.0, observer: Observer | None = None) -> int:
    """One turn: act on rows that are due, until none is left or the turn is over. Returns how many were taken."""
    watching = observer or Nobody()
    deadline = time.monotonic() + seconds
    taken = 0
    while taken < limit and _take_one(lane, watching):
        taken += 1
        if time.monotonic() >= deadline:
            break
    return taken


def blame(event_id: UUID, fault: str) -> None:
    """The process died with this row in hand: count it as a failed try. What keeps killing is parked."""
    statement = select(OutboxEvent).where(OutboxEvent.id == event_id).with_for_update()
    event = db.session.execute(statement).scalar_one_or_none()
    if event is not None and event.state == State.WAITING:
        _put_back(event, fault, _delay(event.attempts, own_fault=False))
    db.session.rollback()


def _take_one(lane: Lane, observer: Observer) -> bool:
    checkpoint("drain.before_claim")
    event = claim(lane)
    if event is None:
        db.session.rollback()
        return False
    observer.took(event.id)
    checkpoint("drain.claimed")
    try:
        _act(event)
    except Exception as error:  # noqa: BLE001 - whatever a handler raises, the row must not be lost or block the others
        db.session.rollback()
        delay = None if isinstance(error, UnknownKindError) else _delay(event.attempts, own_fault=not _lost(error))
        observer.left(_put_back(event, describe(error), delay))
    else:
        observer.left(State.DONE)
    return True


def _act(event: OutboxEvent) -> None:
    handler_for(event.kind)(event)
    checkpoint("drain.acted")
    db.session.flush()
    mark_done(event.id)
    checkpoint("drain.before_commit")
    db.session.commit()
    checkpoint("drain.committed")


def _put_back(event: OutboxEvent, fault: str, delay: timedelta | None) -> State:
    """Where the database itself is away this raises, too: the row is as it was, and the next wake-up finds it."""
    details = {"service": str(event.tenant_id), "row": str(event.id), "kind": event.kind, "fault": fault}
    put_back(event.id, fault, attempts=event.attempts, delay=delay)
    db.session.commit()
    if delay is None:
        log.error("outbox row parked", **details)
        return State.PARKED
    log.warning("outbox row put back", again_in=round(delay.total_seconds()), **details)
    return State.WAITING


def _delay(attempts: int, *, own_fault: bool) -> timedelta | None:
    """How long a row waits that had failed ``attempts`` times before: doubling, with some chance. None: parked.

    Where something around it broke, the row is due again at once, but not for ever: it may be what breaks it.
    """
    if attempts + 1 >= TRIES:
        return None
    if not own_fault and attempts < 2:
        return timedelta()
    delay: timedelta = min(FIRST_DELAY * 2**attempts, LONGEST_DELAY)
    return delay * random.uniform(0.8, 1.2)  # noqa: S311 - spreads the load, guards nothing


def _lost(error: Exception) -> bool:
    """Whether the connection to the database broke or could not be made; errors of a statement have a state."""
    no_state = isinstance(error, OperationalError | InterfaceError) and not getattr(error.orig, "sqlstate", None)
    return no_state or (isinstance(error, DBAPIError) and error.connection_invalidated)


def describe(error: Exception) -> str:
    """What failed and where in the code; never the message, which may quote a person's data."""
    trace = extract_tb(error.__traceback__)
    place = f" at {Path(trace[-1].filename).name}:{trace[-1].lineno}" if trace else ""
    return f"{type(error).__name__}{place}"
