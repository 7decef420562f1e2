"""How many rows of the outbox one worker drains in a second, beside a bare RQ worker that does nothing, one job each.

``.venv/bin/python tests/benchmarks/drain.py`` prints one JSON object. Same machine, same Valkey, one after the other.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from data_folder import data_folder
from redis import Redis
from rq import Queue, Worker
from rq.serializers import JSONSerializer
from sqlalchemy import func, select

from concord.app import create_app
from concord.config import Settings, load_settings
from concord.database import db
from concord.database.migrate import upgrade
from concord.embedded.installation import installation
from concord.embedded.process import Program, end_session, start
from concord.outbox.models import Lane, OutboxEvent, State
from concord.outbox.service import emit, handles
from concord.outbox.waking import valkey
from concord.tenancy.models import Status
from harness import Service, World

KIND, BARE = "benchmark.nothing", "bare"
SERVICES, ROWS, JOBS = 5, 800, 300
PATIENCE = 120.0


def main() -> None:
    with data_folder() as data, installation(load_settings(data=data)) as settings:
        upgrade(settings)
        world = World(create_app(settings), settings)
        services = [_make_service(world, number) for number in range(SERVICES)]
        connection = valkey(settings)
        with running(settings, "relay"), running(settings, "lane"):
            drained = drain_rate(world, services)
        with running(settings, "bare"):
            bare = bare_rate(connection)
        connection.close()
    rates = {"outbox_rows_per_second": round(drained, 1), "bare_rq_jobs_per_second": round(bare, 1)}
    print(json.dumps(rates | {"ratio": round(drained / bare, 1)}))  # noqa: T201 - what it is for


def drain_rate(world: World, services: list[Service]) -> float:
    """Rows a second, from their commit until the last is marked done; the programs are warm."""
    _emit(world, services, 1)
    _wait(lambda: _waiting(world, services) == 0)
    began = time.perf_counter()
    _emit(world, services, ROWS)
    _wait(lambda: _waiting(world, services) == 0)
    return SERVICES * ROWS / (time.perf_counter() - began)


def bare_rate(connection: Redis) -> float:
    """Jobs a second, from their enqueuing until the last is done; the worker is warm."""
    queue = Queue(BARE, connection=connection, serializer=JSONSerializer)
    _run_bare(queue, 1)
    began = time.perf_counter()
    _run_bare(queue, JOBS)
    return JOBS / (time.perf_counter() - began)


def _run_bare(queue: Queue, number: int) -> None:
    jobs = [queue.enqueue_call("time.monotonic", result_ttl=0) for _ in range(number)]
    _wait(lambda: not queue.connection.exists(*(job.key for job in jobs)))


def _emit(world: World, services: list[Service], number: int) -> None:
    for service in services:
        with world.inside(service):
            for _ in range(number):
                emit(KIND, Lane.BULK)


def _waiting(world: World, services: list[Service]) -> int:
    waiting = select(func.count()).select_from(OutboxEvent).where(OutboxEvent.state == State.WAITING)
    total = 0
    for service in services:
        with world.inside(service):
            total += db.session.scalar(waiting) or 0
    return total


def _wait(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.1)  # seldom, so that looking costs little


def _make_service(world: World, number: int) -> Service:
    from tenants.registry.packs import Pack
    from tenants.registry.profile import read_profile
    from tenants.registry.service import create_organisation

    document = {
        "slug": f"service-{number}", "name": f"Service {number}", "short_name": f"Service {number}",
        "reference_prefix": "BEN", "police_areas": [{"code": "E23000026", "from": "2020-01-01"}],
    }
    pack = Pack(read_profile(document), {}, None)
    with world.app.app_context():
        service_id = create_organisation(pack, status=Status.LIVE)
    return Service(service_id, pack.profile.slug, f"{pack.profile.slug}.localhost")


@contextmanager
def running(settings: Settings, program: str) -> Iterator[None]:
    """This file again, as one of the programs below."""
    environment = os.environ | {"CONCORD_DATA": str(settings.data), "CONCORD_INTERNAL_PORT": "0"}
    process = start(Program([sys.executable, __file__, program], environment=environment), output=DEVNULL)
    try:
        yield
    finally:
        end_session(process.pid)
        process.wait()


def relay() -> None:
    from workers.relay import main as run_relay

    run_relay()


def lane() -> None:
    from workers import jobs
    from workers.run import main as run_lane

    handles(jobs.application(), KIND, lambda _event: None)
    run_lane([Lane.BULK])


def bare() -> None:
    """RQ as it comes, in the way most people run it: a process that forks for each job."""
    connection = Redis.from_url(load_settings().redis_url)
    worker = Worker([BARE], connection=connection, serializer=JSONSerializer)
    worker.work(logging_level="ERROR")


if __name__ == "__main__":
    {"relay": relay, "lane": lane, "bare": bare}[sys.argv[1]]() if sys.argv[1:] else main()
