"""Emit an event in the transaction of its cause; take one back out to act on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Flask, current_app
from sqlalchemy import bindparam, func, select, update

from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.models import Lane, OutboxEvent, State

Handler = Callable[[OutboxEvent], None]
# Made once: building them for each row would cost as much as running them.
CLAIM = (
    select(OutboxEvent.tenant_id, OutboxEvent.id, OutboxEvent.kind, OutboxEvent.lane, OutboxEvent.ids,
           OutboxEvent.attempts)
    .where(OutboxEvent.state == State.WAITING, OutboxEvent.lane == bindparam("lane"), OutboxEvent.due_at <= func.now())
    .order_by(OutboxEvent.due_at, OutboxEvent.id)
    .limit(1)
    .with_for_update(skip_locked=True)
)
MARK_DONE = (
    update(OutboxEvent).where(OutboxEvent.id == bindparam("event_id")).values(state=State.DONE, done_at=func.now())
)


class UnknownKindError(LookupError):
    """No feature acts on this kind of event. Trying again would not help."""


def emit(kind: str, lane: Lane, *, due_at: datetime | None = None, **ids: UUID | str) -> UUID:
    """Write that something must happen. It will, if and only if this transaction commits."""
    event = OutboxEvent(id=uuid7(), kind=kind, lane=lane, ids={name: str(value) for name, value in ids.items()})
    if due_at is not None:
        event.due_at = due_at
    db.session.add(event)
    db.session.flush()
    return event.id


def emit_once(kind: str, lane: Lane, **ids: UUID) -> None:
    """The same, for what looks at everything anew when its turn comes: not when it waits already.

    The row that waits is locked, so that nobody begins it before this transaction commits. One that somebody has begun
    is locked by them, and does not count.
    """
    waits = select(OutboxEvent.id).where(
        OutboxEvent.state == State.WAITING, OutboxEvent.lane == lane, OutboxEvent.due_at <= func.now(),
        OutboxEvent.kind == kind, OutboxEvent.ids == {name: str(value) for name, value in ids.items()},
    )
    if db.session.execute(waits.limit(1).with_for_update(skip_locked=True)).first() is None:
        emit(kind, lane, due_at=None, **ids)


def handles(app: Flask, kind: str, handler: Handler) -> None:
    """Register the one function that acts on a kind of event. Called from ``init_app`` of the feature that acts."""
    handlers: dict[str, Handler] = app.extensions.setdefault("concord.handlers", {})
    if kind in handlers:
        raise ValueError(f"{kind} has a handler already")
    handlers[kind] = handler


def handler_for(kind: str) -> Handler:
    handlers: dict[str, Handler] = current_app.extensions["concord.handlers"]
    if kind not in handlers:
        raise UnknownKindError(kind)
    return handlers[kind]


def claim(lane: Lane) -> OutboxEvent | None:
    """The next due event of the bound service, locked until this transaction ends; None when there is none.

    It stands apart from the session: to change the row, there are `mark_done` and `put_back`.
    """
    row = db.session.connection().execute(CLAIM, {"lane": lane.value}).one_or_none()
    if row is None:
        return None
    return OutboxEvent(
        tenant_id=row.tenant_id, id=row.id, kind=row.kind, lane=row.lane, ids=row.ids, state=State.WAITING,
        attempts=row.attempts,
    )


def mark_done(event_id: UUID) -> None:
    """In the transaction that claimed it and acted on it."""
    db.session.connection().execute(MARK_DONE, {"event_id": event_id})


def put_back(event_id: UUID, fault: str, *, attempts: int, delay: timedelta | None) -> None:
    """After a failed try: due again after ``delay``, or parked when it is None. ``fault`` names a kind, no data.

    ``attempts`` is what the row said when it was claimed: a row that somebody else has acted on since is left alone.
    """
    changes: dict[str, Any] = {"attempts": attempts + 1, "fault": fault}
    changes |= {"state": State.PARKED} if delay is None else {"due_at": func.now() + delay}
    untouched = (OutboxEvent.id == event_id, OutboxEvent.state == State.WAITING, OutboxEvent.attempts == attempts)
    db.session.execute(update(OutboxEvent).where(*untouched).values(**changes))
