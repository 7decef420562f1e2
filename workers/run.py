"""One RQ worker for one lane: ``python -m workers.run safety``.

One queue only: RQ loses jobs of workers that listen to several. Killed in any way, it loses no event: those are rows.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from types import FrameType

import structlog
from prometheus_client import Counter
from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.job import Job
from rq.serializers import JSONSerializer
from sqlalchemy.exc import SQLAlchemyError

from concord.config import Settings, SettingsError
from concord.outbox.checkpoints import checkpoint
from concord.outbox.drain import blame
from concord.outbox.models import Lane
from concord.outbox.waking import valkey
from concord.tenancy import scope
from workers import jobs
from workers.notes import notes
from workers.process import die_with
from workers.turns import Turn, Turns

log = structlog.get_logger(__name__)


class LaneWorker(Worker):
    """RQ's worker, quick to notice what was killed, whose work-horse never outlives it."""

    max_connection_wait_time = 3.0

    def __init__(self, lane: Lane, connection: Redis, rows: Counter) -> None:
        self.lane, self.rows, self.told_to_stop = lane, rows, False
        self.worker_pid = os.getpid()
        queue = Queue(lane.value, connection=connection, serializer=JSONSerializer)
        super().__init__(
            [queue], connection=connection, serializer=JSONSerializer, default_result_ttl=0, worker_ttl=60,
            maintenance_interval=30, job_monitoring_interval=5, work_horse_killed_handler=self.horse_was_killed,
        )

    def execute_job(self, job: Job, queue: Queue) -> None:
        checkpoint("worker.dequeued")
        notes.wipe()
        super().execute_job(job, queue)
        for state, count in notes.counts.items():
            self.rows.labels(self.lane.value, state.value).inc(count)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        die_with(self.worker_pid)
        super().main_work_horse(job, queue)

    def horse_was_killed(self, job: Job, _pid: int, status: int, _usage: object) -> None:
        """Count it against the row it had in hand, and let the lane go on at once."""
        turn = Turn.of(*job.args)
        log.warning("work-horse killed", job=job.id, ended=os.waitstatus_to_exitcode(status))
        try:
            if notes.in_hand:
                with jobs.application().app_context(), scope.bound_to(turn.tenant_id):
                    blame(notes.in_hand, "the work-horse was killed")
        except SQLAlchemyError as error:
            log.warning("the database is away", failure=type(error).__name__)
        Turns(self.connection).release(turn)

    def request_stop(self, number: int, frame: FrameType | None) -> None:
        self.told_to_stop = True
        super().request_stop(number, frame)  # type: ignore[no-untyped-call]  # RQ does not say


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m workers.run", description="Work in one lane.")
    parser.add_argument("lane", type=Lane, choices=list(Lane))
    lane = parser.parse_args(arguments).lane
    try:
        app = jobs.application()
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - whoever started it
        return 1
    settings: Settings = app.extensions["concord.settings"]
    rows = Counter("concord_outbox_rows", "Rows of the outbox acted on", ("lane", "became"))
    connection = valkey(settings)
    _wait_for(connection)
    worker = LaneWorker(lane, connection, rows)
    worker.work(logging_level="WARNING")
    return 0 if worker.told_to_stop else 1


def _wait_for(connection: Redis) -> None:
    while True:
        try:
            connection.ping()
        except RedisError as error:
            log.warning("the queue is away", failure=type(error).__name__)
            time.sleep(0.5)
        else:
            return


if __name__ == "__main__":
    sys.exit(main())
