"""The scheduler: does what is due by the clock, once, also after it was down: ``python -m workers.schedule``.

A due moment is a row, unique for its schedule, committed when the work is done. Two schedulers never do the same: one
waits for the other's lock. What came due several times while none ran is caught up once.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from uuid import UUID

import structlog
from flask import Flask
from sqlalchemy import Connection, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError

from concord.app import create_app
from concord.config import SettingsError
from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.drain import describe
from concord.tenancy import scope
from concord.tenancy.models import Organisation
from workers.models import ScheduleRun
from workers.process import repeat, stop_on_signals
from workers.schedules import SCHEDULES, Schedule

log = structlog.get_logger(__name__)

LOOK_EVERY = 1.0


class Scheduler:
    """Looks again and again. What it has seen done it does not ask the database about a second time."""

    def __init__(self, app: Flask, schedules: Iterable[Schedule] = SCHEDULES) -> None:
        self._app, self._schedules = app, tuple(schedules)
        self._done: dict[str, datetime] = {}

    def look(self, now: datetime | None = None) -> None:
        """Do everything that has come due and is not done."""
        moment = now or datetime.now(UTC)
        for schedule in self._schedules:
            due = schedule.rule(moment)
            if self._done.get(schedule.name) != due:
                with self._app.app_context():
                    if _run_once(schedule, due):
                        self._done[schedule.name] = due


def _run_once(schedule: Schedule, due: datetime) -> bool:
    """Do it unless it is done. False when another scheduler has it in hand."""
    with scope.no_service(), db.engine.begin() as connection:
        if not connection.scalar(select(func.pg_try_advisory_xact_lock(func.hashtextextended(schedule.name, 1)))):
            return False
        claim = insert(ScheduleRun).values(id=uuid7(), schedule=schedule.name, due_at=due)
        if connection.scalar(claim.on_conflict_do_nothing().returning(ScheduleRun.id)):
            for organisation in _organisations(connection, schedule):
                _act(schedule, organisation)
                connection.execute(select(1))  # keeps this transaction from looking forgotten
    return True


def _organisations(connection: Connection, schedule: Schedule) -> Iterator[UUID | None]:
    kinds, statuses = schedule.at
    if not kinds:
        yield None
        return
    statement = select(Organisation.id).where(Organisation.kind.in_(kinds), Organisation.status.in_(statuses))
    yield from connection.scalars(statement.order_by(Organisation.id)).all()


def _act(schedule: Schedule, organisation: UUID | None) -> None:
    """What goes wrong at one service is no reason to leave out the others."""
    with scope.bound_to(organisation) if organisation else scope.no_service():
        try:
            schedule.act()
            db.session.commit()
        except Exception as error:  # noqa: BLE001 - logged; the next due moment tries again
            db.session.rollback()
            log.error("schedule failed", schedule=schedule.name, service=str(organisation), fault=describe(error))


def main() -> int:
    stopped = stop_on_signals()
    try:
        scheduler = Scheduler(create_app())
    except SettingsError as error:
        print(error, file=sys.stderr)  # noqa: T201 - whoever started it
        return 1
    repeat(stopped, LOOK_EVERY, scheduler.look, _say_away, away=(SQLAlchemyError,))
    return 0


def _say_away(error: Exception) -> None:
    log.warning("the database is away", failure=type(error).__name__)


if __name__ == "__main__":
    sys.exit(main())
