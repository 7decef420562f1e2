"""The relay: sees which services have due rows in which lane, and wakes the workers: ``python -m workers.relay``.

It signs in as `concord_relay`, which reads four columns of the outbox and nothing else. It remembers nothing: killed,
or robbed of everything in Valkey, it asks again at its next look.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import structlog
from prometheus_client import Gauge
from redis.exceptions import RedisError
from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from concord.config import Settings, SettingsError, load_settings
from concord.database.engine import narrow_engine
from concord.outbox.checkpoints import checkpoint
from concord.outbox.models import Lane
from concord.outbox.waking import valkey
from concord.web.logging import configure
from concord.web.metrics import serve_metrics, share_metrics
from workers.process import repeat, stop_on_signals
from workers.turns import Turn, Turns

log = structlog.get_logger(__name__)

PAUSE = 0.2
PARKED_PAUSE = 15.0
# One jump through the index for each service and lane, however many rows wait.
DUE = text("""
    WITH RECURSIVE pair AS (
        (SELECT tenant_id, lane FROM outbox WHERE state = 'waiting' ORDER BY tenant_id, lane LIMIT 1)
        UNION ALL
        SELECT next.tenant_id, next.lane FROM pair, LATERAL (
            SELECT tenant_id, lane FROM outbox
            WHERE state = 'waiting' AND (tenant_id, lane) > (pair.tenant_id, pair.lane)
            ORDER BY tenant_id, lane LIMIT 1
        ) AS next
    )
    SELECT pair.tenant_id, pair.lane, first.due_at, now() AS seen_at FROM pair, LATERAL (
        SELECT due_at FROM outbox
        WHERE state = 'waiting' AND outbox.tenant_id = pair.tenant_id AND outbox.lane = pair.lane
        ORDER BY due_at LIMIT 1
    ) AS first
    WHERE first.due_at <= now() ORDER BY first.due_at
""")
PARKED = text("SELECT lane, count(*) AS rows FROM outbox WHERE state = 'parked' GROUP BY lane")


@dataclass(frozen=True)
class Due:
    """A service has rows to act on in a lane, the oldest due since a moment."""

    turn: Turn
    since: datetime
    seen_at: datetime


class Gauges:
    """What an operator watches."""

    def __init__(self) -> None:
        self.age = Gauge("concord_outbox_oldest_seconds", "Age of the oldest due row", ("lane",),
                         multiprocess_mode="mostrecent")
        self.parked = Gauge("concord_outbox_parked", "Rows that keep failing and need somebody", ("lane",),
                            multiprocess_mode="mostrecent")

    def report_age(self, due: Iterable[Due]) -> None:
        ages = dict.fromkeys(Lane, 0.0)
        for one in due:
            ages[one.turn.lane] = max(ages[one.turn.lane], (one.seen_at - one.since).total_seconds())
        for lane, age in ages.items():
            self.age.labels(lane.value).set(age)

    def report_parked(self, parked: dict[Lane, int]) -> None:
        for lane in Lane:
            self.parked.labels(lane.value).set(parked.get(lane, 0))


class Relay:
    """One look after another."""

    def __init__(self, engine: Engine, turns: Turns, gauges: Gauges | None = None) -> None:
        self._engine, self._turns, self._gauges = engine, turns, gauges
        self._parked_at = -PARKED_PAUSE

    def look(self) -> None:
        """Ask for a turn for each service and lane with due rows, the longest waiting first."""
        due = self.due()
        checkpoint("relay.saw")
        for lane in {one.turn.lane for one in due}:
            waiting = set(self._turns.waiting(lane))
            for one in due:
                if one.turn.lane == lane and one.turn.name not in waiting and self._turns.ask(one.turn):
                    checkpoint("relay.asked")
        if self._gauges:
            self._gauges.report_age(due)
            if time.monotonic() > self._parked_at + PARKED_PAUSE:
                self._parked_at = time.monotonic()
                self._gauges.report_parked(self.parked())

    def due(self) -> list[Due]:
        with self._engine.connect() as connection:
            return [
                Due(Turn(UUID(str(row.tenant_id)), Lane(row.lane)), row.due_at, row.seen_at)
                for row in connection.execute(DUE)
            ]

    def parked(self) -> dict[Lane, int]:
        with self._engine.connect() as connection:
            return {Lane(row.lane): row.rows for row in connection.execute(PARKED)}


def main() -> int:
    try:
        settings = load_settings()
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - whoever started it
        return 1
    configure(settings)
    stopped = stop_on_signals()
    share_metrics(settings)
    _serve_metrics(settings)
    relay = Relay(narrow_engine(settings.database_relay_url), Turns(valkey(settings)), Gauges())
    repeat(stopped, PAUSE, relay.look, _say_away, away=(SQLAlchemyError, RedisError))
    return 0


def _serve_metrics(settings: Settings) -> None:
    """The relay is the one program of which there is one on a machine, so it shows what all of them counted."""
    try:
        serve_metrics(settings)
    except OSError as error:
        log.warning("/metrics cannot be served", port=settings.internal_port, reason=error.strerror)


def _say_away(error: Exception) -> None:
    log.warning("the database or the queue is away", failure=type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
