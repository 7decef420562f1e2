"""What waits is acted on once; what fails waits longer each time, and is parked with an alarm if it keeps failing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from threading import Event, Thread
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text, update
from structlog.testing import capture_logs

from concord.database import db
from concord.outbox.drain import LONGEST_DELAY, TRIES, blame, drain
from concord.outbox.models import Lane, OutboxEvent, State
from concord.outbox.service import emit, handles, put_back
from concord.web.health import run_checks
from harness import Service, World


class Handler:
    """Acts on a kind of its own: notes what it got, and does what the test says."""

    def __init__(self, world: World) -> None:
        self.kind = f"test.{uuid4().hex}"
        self.seen: list[UUID] = []
        self.act: Callable[[OutboxEvent], None] = lambda _event: None
        handles(world.app, self.kind, self)

    def __call__(self, event: OutboxEvent) -> None:
        self.seen.append(event.id)
        self.act(event)


@pytest.fixture
def handler(world: World) -> Iterator[Handler]:
    handler = Handler(world)
    yield handler
    del world.app.extensions["concord.handlers"][handler.kind]


def rows(world: World, service: Service) -> list[OutboxEvent]:
    with world.inside(service):
        found = db.session.scalars(select(OutboxEvent).order_by(OutboxEvent.created_at, OutboxEvent.id)).all()
        db.session.expunge_all()
        return list(found)


def emit_some(world: World, service: Service, handler: Handler, number: int, lane: Lane = Lane.BULK) -> list[UUID]:
    ids = []
    for _ in range(number):  # a transaction each, so that they are due one after the other
        with world.inside(service):
            ids.append(emit(handler.kind, lane, referral_id=uuid4()))
    return ids


def test_rows_are_acted_on_once_in_the_order_they_came(world: World, service: Service, handler: Handler) -> None:
    ids = emit_some(world, service, handler, 3)
    with world.inside(service):
        assert drain(Lane.BULK) == 3
        assert drain(Lane.BULK) == 0
    assert handler.seen == ids
    assert [row.state for row in rows(world, service)] == [State.DONE] * 3
    assert all(row.done_at for row in rows(world, service))


def test_a_handlers_change_and_the_mark_are_one_transaction(world: World, service: Service, handler: Handler) -> None:
    def change_then_fail(_event: OutboxEvent) -> None:
        emit("test.never", Lane.BULK)
        raise RuntimeError

    handler.act = change_then_fail
    emit_some(world, service, handler, 1)
    with world.inside(service):
        drain(Lane.BULK)
    assert [row.kind for row in rows(world, service)] == [handler.kind]


def test_what_was_rolled_back_never_happens(world: World, service: Service, handler: Handler) -> None:
    with world.inside(service):
        emit(handler.kind, Lane.BULK)
        db.session.rollback()
        assert drain(Lane.BULK) == 0
    assert handler.seen == []


def test_another_services_rows_and_other_lanes_are_left(
    world: World, service: Service, other_service: Service, handler: Handler
) -> None:
    emit_some(world, other_service, handler, 1)
    emit_some(world, service, handler, 1, Lane.SAFETY)
    with world.inside(service):
        assert drain(Lane.BULK) == 0
        assert drain(Lane.SAFETY) == 1


def test_what_is_not_due_yet_waits(world: World, service: Service, handler: Handler) -> None:
    with world.inside(service):
        now = db.session.scalar(select(func.now()))
        assert now
        emit(handler.kind, Lane.BULK, due_at=now + timedelta(minutes=1))
        db.session.commit()
        assert drain(Lane.BULK) == 0


def test_what_fails_waits_longer_each_time_and_is_then_parked_loudly(
    world: World, service: Service, handler: Handler
) -> None:
    def fail(_event: OutboxEvent) -> None:
        raise ValueError("Wilhelmina Quillfeather, 01632 960001")

    handler.act = fail
    (event_id,) = emit_some(world, service, handler, 1)
    waits = []
    with capture_logs() as logs:
        for _ in range(TRIES):
            with world.inside(service):
                assert drain(Lane.BULK) == 1
                waits.append(db.session.scalar(select(OutboxEvent.due_at - func.now())))
                db.session.execute(update(OutboxEvent).values(due_at=OutboxEvent.created_at))
    (row,) = rows(world, service)
    assert (row.state, row.attempts) == (State.PARKED, TRIES)
    seconds = [wait.total_seconds() for wait in waits[:-1] if wait]
    assert 20 < seconds[0] < 40
    assert all(1.2 < later / sooner < 3.2 for sooner, later in pairwise(seconds))
    assert max(seconds) <= LONGEST_DELAY.total_seconds() * 1.2
    assert row.fault == f"ValueError at test_drain.py:{fail.__code__.co_firstlineno + 1}"
    assert [entry["log_level"] for entry in logs] == ["warning"] * (TRIES - 1) + ["error"]
    assert logs[-1]["row"] == str(event_id)
    assert "Quillfeather" not in str(logs)
    with world.inside(service):
        assert drain(Lane.BULK) == 0


def test_a_row_is_not_blamed_for_a_connection_that_broke(world: World, service: Service, handler: Handler) -> None:
    def lose_the_connection(_event: OutboxEvent) -> None:
        if len(handler.seen) == 1:
            end = text("SELECT pg_terminate_backend(:pid)")
            backend = db.session.scalar(text("SELECT pg_backend_pid()"))
            with db.engine.connect() as another:
                another.execute(end, {"pid": backend})
            db.session.scalar(text("SELECT 1"))

    handler.act = lose_the_connection
    emit_some(world, service, handler, 1)
    with world.inside(service):
        assert drain(Lane.BULK) == 2
    (row,) = rows(world, service)
    assert (row.state, row.attempts) == (State.DONE, 1)


def test_a_kind_nobody_knows_is_parked_at_once(world: World, service: Service) -> None:
    with world.inside(service):
        emit("test.unknown", Lane.BULK)
    with capture_logs() as logs, world.inside(service):
        assert drain(Lane.BULK) == 1
    (row,) = rows(world, service)
    assert (row.state, row.attempts) == (State.PARKED, 1)
    assert row.fault is not None
    assert row.fault.startswith("UnknownKindError")
    assert [entry["log_level"] for entry in logs] == ["error"]


def test_a_row_that_fails_holds_up_no_other(world: World, service: Service, handler: Handler) -> None:
    ids = emit_some(world, service, handler, 3)

    def fail_the_first(event: OutboxEvent) -> None:
        if event.id == ids[0]:
            raise RuntimeError

    handler.act = fail_the_first
    with world.inside(service):
        assert drain(Lane.BULK) == 3
    assert [row.state for row in rows(world, service)] == [State.WAITING, State.DONE, State.DONE]


def test_a_turn_ends_after_so_many_rows_or_seconds(
    world: World, service: Service, handler: Handler, monkeypatch: pytest.MonkeyPatch
) -> None:
    emit_some(world, service, handler, 5)
    clock = [0.0]
    monkeypatch.setattr("concord.outbox.drain.time", SimpleNamespace(monotonic=lambda: clock[0]))

    def take_a_second(_event: OutboxEvent) -> None:
        clock[0] += 1.0

    handler.act = take_a_second
    with world.inside(service):
        assert drain(Lane.BULK, limit=1) == 1
        assert drain(Lane.BULK, seconds=2.0) == 2
        assert drain(Lane.BULK, seconds=60.0) == 2


def test_two_workers_share_a_lane_and_never_a_row(world: World, service: Service, handler: Handler) -> None:
    ids = emit_some(world, service, handler, 6)
    held, go_on = Event(), Event()

    def hold_the_first(event: OutboxEvent) -> None:
        if event.id == ids[0]:
            held.set()
            assert go_on.wait(20)

    handler.act = hold_the_first

    def work() -> None:
        with world.inside(service):
            drain(Lane.BULK)

    slow = Thread(target=work)
    slow.start()
    assert held.wait(20)
    work()  # takes all but the one in the other's hand
    assert [row.state for row in rows(world, service)] == [State.WAITING, *[State.DONE] * 5]
    go_on.set()
    slow.join(20)
    assert sorted(handler.seen) == sorted(ids)
    assert {row.state for row in rows(world, service)} == {State.DONE}


def test_a_late_failure_does_not_undo_what_another_worker_did(
    world: World, service: Service, handler: Handler
) -> None:
    """Between our rollback and our putting back, another worker took the row and was done with it."""
    (event_id,) = emit_some(world, service, handler, 1)
    with world.inside(service):
        drain(Lane.BULK)
        put_back(event_id, "late", attempts=0, delay=None)
    (row,) = rows(world, service)
    assert (row.state, row.fault) == (State.DONE, None)


def test_a_row_that_kills_its_worker_is_tried_again_at_once_and_parked_in_the_end(
    world: World, service: Service, handler: Handler
) -> None:
    (event_id,) = emit_some(world, service, handler, 1)
    due_at_once = []
    for _ in range(TRIES):
        with world.inside(service):
            blame(event_id, "killed")
            due_at_once.append(db.session.scalar(select(OutboxEvent.due_at <= func.now())))
    (row,) = rows(world, service)
    assert (row.state, row.attempts, row.fault) == (State.PARKED, TRIES, "killed")
    assert due_at_once[:3] == [True, True, False]


def test_a_row_that_was_done_is_not_blamed(world: World, service: Service, handler: Handler) -> None:
    (event_id,) = emit_some(world, service, handler, 1)
    with world.inside(service):
        drain(Lane.BULK)
        blame(event_id, "killed")
        blame(uuid4(), "killed")
    (row,) = rows(world, service)
    assert (row.state, row.attempts) == (State.DONE, 0)


def test_the_same_kind_cannot_be_handled_twice(world: World, handler: Handler) -> None:
    with pytest.raises(ValueError, match=handler.kind):
        handles(world.app, handler.kind, handler)


def test_readiness_asks_the_queue(world: World) -> None:
    assert {"name": "queue", "ok": True, "detail": ""} in run_checks(world.app)
