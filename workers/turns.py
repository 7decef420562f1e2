"""A turn: one service's share of a lane's workers, asked for through Valkey.

Two things in Valkey say that a service needs no further turn in a lane: its job that waits in the lane's queue, and a
mark that lives for seconds and is renewed while a turn is under way. Both may be lost at any time, or be left by a
process that was killed; the worst that follows is a turn too many, or one that comes when the mark has run out.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from uuid import UUID

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from concord.outbox.checkpoints import checkpoint
from concord.outbox.models import Lane

TAKE_TURNS = "workers.jobs.take_turns"
MARK_SECONDS = 2
JOB_SECONDS = 120  # a row that takes longer is a fault; the horse ends
FAILED_JOBS_KEPT = 600


@dataclass(frozen=True)
class Turn:
    """Of one service in one lane."""

    tenant_id: UUID
    lane: Lane

    @classmethod
    def of(cls, tenant_id: str, lane: str) -> Turn:
        """From the arguments of a job."""
        return cls(UUID(tenant_id), Lane(lane))

    @property
    def name(self) -> str:
        return f"drain-{self.tenant_id}-{self.lane}"

    @property
    def mark(self) -> str:
        return f"concord:{self.name}"


class Turns:
    """Asks for turns, and says which are asked for. Jobs are JSON and hold ids only."""

    def __init__(self, connection: Redis) -> None:
        self._connection = connection
        self._queues = {
            lane: Queue(lane.value, connection=connection, serializer=JSONSerializer, default_timeout=JOB_SECONDS)
            for lane in Lane
        }

    def waiting(self, lane: Lane) -> list[str]:
        """Names of the turns that wait in a lane: at most one of each service, so the queue stays short."""
        return [job_id.rpartition("-")[0] for job_id in self._queues[lane].get_job_ids()]

    def ask(self, turn: Turn) -> bool:
        """Ask for a turn, unless one is under way; the caller knows that none waits."""
        if not self._connection.set(turn.mark, 1, nx=True, ex=MARK_SECONDS):
            return False
        checkpoint("turns.marked")
        self._enqueue(turn)
        return True

    def ask_again(self, turn: Turn) -> None:
        """At the end of a turn, when there is more to do: go to the end of the queue."""
        self.hold(turn)
        self._enqueue(turn)

    def hold(self, turn: Turn) -> None:
        """Say that this turn is under way."""
        self._connection.set(turn.mark, 1, ex=MARK_SECONDS)

    def release(self, turn: Turn) -> None:
        """Say that this turn is over."""
        self._connection.delete(turn.mark)

    def _enqueue(self, turn: Turn) -> None:
        # A number of its own for each job: one that was lost or failed never stands in the way of the next.
        self._queues[turn.lane].enqueue_call(
            TAKE_TURNS, args=(str(turn.tenant_id), turn.lane.value), job_id=f"{turn.name}-{secrets.token_hex(6)}",
            timeout=JOB_SECONDS, result_ttl=0, failure_ttl=FAILED_JOBS_KEPT,
        )
