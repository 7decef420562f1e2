"""The relay wakes each service with due rows, once; and the services take turns."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from redis import Redis
from rq import Queue, SimpleWorker
from rq.serializers import JSONSerializer
from sqlalchemy import func, select, update
from sqlalchemy.exc import ProgrammingError

from concord.database import db
from concord.database.engine import narrow_engine
from concord.outbox.models import Lane, OutboxEvent, State
from concord.outbox.service import emit, handles
from concord.outbox.waking import valkey
from concord.tenancy import scope
from harness import Service, World
from workers import jobs
from workers.notes import Notes
from workers.relay import Relay
from workers.turns import Turn, Turns


class Lanes:
    """The relay, and what it put into Valkey. Acts on kind ``lanes.noted`` by noting the service."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.connection: Redis = valkey(world.settings)
        self.turns = Turns(self.connection)
        self.relay = Relay(narrow_engine(world.settings.database_relay_url), self.turns)
        self.acted: list[UUID] = []

    def emit(self, service: Service, number: int = 1, lane: Lane = Lane.BULK, late: timedelta = timedelta()) -> None:
        with self.world.inside(service):
            for _ in range(number):
                event_id = emit("lanes.noted", lane, referral_id=uuid4())
                if late:
                    statement = update(OutboxEvent).where(OutboxEvent.id == event_id)
                    db.session.execute(statement.values(due_at=func.now() + late))

    def waiting(self, *services: Service, lane: Lane = Lane.BULK) -> list[str]:
        """Which of these services' turns wait, in their order."""
        names = {Turn(service.id, lane).name for service in services}
        return [name for name in self.turns.waiting(lane) if name in names]

    def work(self, lane: Lane = Lane.BULK) -> None:
        """A worker that takes jobs until there are none, and does not fork."""
        queue = Queue(lane.value, connection=self.connection, serializer=JSONSerializer)
        worker = SimpleWorker([queue], connection=self.connection, serializer=JSONSerializer)
        worker.work(burst=True, logging_level="ERROR")


@pytest.fixture
def lanes(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Lanes]:
    lanes = Lanes(world)
    lanes.connection.flushall()
    handles(world.app, "lanes.noted", lambda _event: lanes.acted.append(scope.current_tenant_id()))
    monkeypatch.setattr(jobs, "application", lambda: world.app)
    yield lanes
    del world.app.extensions["concord.handlers"]["lanes.noted"]
    lanes.connection.flushall()
    lanes.connection.close()


def test_the_relay_sees_whose_rows_are_due_and_where(lanes: Lanes, service: Service, other_service: Service) -> None:
    lanes.emit(service, 3, Lane.BULK)
    lanes.emit(service, 1, Lane.SAFETY)
    lanes.emit(other_service, 1, Lane.BULK, late=timedelta(hours=1))
    due = [one.turn for one in lanes.relay.due() if one.turn.tenant_id in {service.id, other_service.id}]
    assert set(due) == {Turn(service.id, Lane.BULK), Turn(service.id, Lane.SAFETY)}
    assert len(due) == 2


def test_a_turn_waits_once_however_often_the_relay_looks(lanes: Lanes, service: Service) -> None:
    lanes.emit(service)
    for _ in range(3):
        lanes.relay.look()
    assert len(lanes.waiting(service)) == 1
    lanes.turns.release(Turn(service.id, Lane.BULK))
    lanes.relay.look()
    assert len(lanes.waiting(service)) == 1


def test_whoever_waits_longest_is_asked_for_first(lanes: Lanes, service: Service, other_service: Service) -> None:
    lanes.emit(other_service, late=-timedelta(hours=1))
    lanes.emit(service, late=-timedelta(minutes=1))
    lanes.relay.look()
    names = [Turn(one.id, Lane.BULK).name for one in (other_service, service)]
    assert lanes.waiting(service, other_service) == names


def test_after_everything_in_valkey_is_lost_the_next_look_asks_again(lanes: Lanes, service: Service) -> None:
    lanes.emit(service)
    lanes.relay.look()
    lanes.connection.flushall()
    lanes.relay.look()
    assert len(lanes.waiting(service)) == 1


def test_a_turn_under_way_is_not_asked_for_again_until_it_ends_or_its_mark_runs_out(
    lanes: Lanes, service: Service
) -> None:
    turn = Turn(service.id, Lane.BULK)
    lanes.emit(service)
    lanes.turns.hold(turn)
    lanes.relay.look()
    assert lanes.waiting(service) == []
    assert 0 < lanes.connection.pttl(turn.mark) <= 2000  # so a worker that was killed blocks it no longer than this
    lanes.turns.release(turn)
    lanes.relay.look()
    assert len(lanes.waiting(service)) == 1


def test_jobs_are_json_and_name_nothing_but_ids(lanes: Lanes, service: Service) -> None:
    lanes.emit(service)
    lanes.relay.look()
    stored = [lanes.connection.hgetall(key) for key in lanes.connection.scan_iter("rq:job:*")]
    data = [json.loads(zlib.decompress(bytes(job[b"data"]))) for job in stored]  # type: ignore[arg-type]  # undecoded
    assert ["workers.jobs.take_turns", None, [str(service.id), "bulk"], {}] in data


def test_what_was_asked_for_is_done_and_the_lane_is_clean_again(lanes: Lanes, service: Service) -> None:
    lanes.emit(service, 3)
    lanes.relay.look()
    lanes.work()
    assert lanes.acted.count(service.id) == 3
    assert not list(lanes.connection.scan_iter(f"rq:job:*{service.id}*"))
    assert lanes.connection.get(Turn(service.id, Lane.BULK).mark) is None
    lanes.emit(service)  # the very next look wakes it again
    lanes.relay.look()
    lanes.work()
    assert lanes.acted.count(service.id) == 4


def test_one_services_many_rows_do_not_hold_up_anothers_one(
    lanes: Lanes, service: Service, other_service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "ROWS", 5)
    lanes.emit(service, 23, late=-timedelta(minutes=1))
    lanes.emit(other_service, 7)
    lanes.relay.look()
    lanes.work()
    mine = [one for one in lanes.acted if one in {service.id, other_service.id}]
    assert mine[:5] == [service.id] * 5
    assert mine[5:10] == [other_service.id] * 5
    assert mine[10:15] == [service.id] * 5
    assert sorted(mine[15:17]) == sorted([other_service.id] * 2)
    # Alone, it goes on without waiting for the relay.
    assert mine[17:] == [service.id] * 13


def test_a_turn_that_fails_tells_valkey_nothing_of_what_was_in_hand(
    lanes: Lanes, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> int:
        raise RuntimeError("Wilhelmina Quillfeather")

    monkeypatch.setattr(jobs, "drain", fail)
    lanes.emit(service)
    lanes.relay.look()
    lanes.work()
    everything = b""
    for key in lanes.connection.scan_iter("*"):
        everything += lanes.connection.dump(key) or b""
    assert b"Quillfeather" not in everything
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "application", lambda: lanes.world.app)
    lanes.connection.delete(Turn(service.id, Lane.BULK).mark)
    lanes.relay.look()
    lanes.work()
    assert lanes.acted.count(service.id) == 1


def test_the_relay_counts_what_is_parked(lanes: Lanes, service: Service) -> None:
    before = lanes.relay.parked().get(Lane.SAFETY, 0)
    lanes.emit(service, 2, Lane.SAFETY)
    with lanes.world.inside(service):
        db.session.execute(update(OutboxEvent).values(state=State.PARKED))
    assert lanes.relay.parked()[Lane.SAFETY] == before + 2
    assert service.id not in {one.turn.tenant_id for one in lanes.relay.due()}


def test_the_relays_login_sees_nothing_but_who_where_and_when(lanes: Lanes, world: World) -> None:
    engine = narrow_engine(world.settings.database_relay_url)
    for column in (OutboxEvent.ids, OutboxEvent.kind, OutboxEvent.id):
        with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
            connection.execute(select(column))


def test_a_killed_work_horse_leaves_notes() -> None:
    notes, row = Notes(), uuid4()
    assert notes.in_hand is None
    notes.took(uuid4())
    notes.left(State.DONE)
    notes.took(uuid4())
    notes.left(State.WAITING)
    notes.took(row)
    assert notes.in_hand == row
    assert notes.counts == {State.WAITING: 1, State.DONE: 1, State.PARKED: 0}
    notes.wipe()
    assert (notes.in_hand, sum(notes.counts.values())) == (None, 0)
