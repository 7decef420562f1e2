"""The worker programs as processes: they start, do their work, show what they did, and end when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.error import URLError
from uuid import uuid4

import pytest
from sqlalchemy import delete, select

from concord.config import Settings
from concord.database import db
from concord.identity.permissions import Role
from concord.outbox.models import Lane, OutboxEvent, State
from concord.outbox.service import emit
from concord.tenancy import scope
from harness import Service, World
from workers.models import ScheduleRun
from workers.schedules import SCHEDULES

PATIENCE = 60.0


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", *arguments]


def environment(settings: Settings, **more: str) -> dict[str, str]:
    return os.environ | {"CONCORD_DATA": str(settings.data), "CONCORD_INTERNAL_PORT": "0"} | more


@contextmanager
def program(settings: Settings, *arguments: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Runs until the end of the block; then it must end by itself, and well, soon after SIGTERM."""
    process = subprocess.Popen(command(*arguments), env=environment(settings, **more), text=True)
    try:
        yield process
        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_relay_and_worker_bring_a_message_and_show_what_they_did(
    world: World, settings: Settings, service: Service
) -> None:
    account = world.account(service, Role.CASE_COORDINATOR, f"{uuid4().hex}@{service.slug}.example")
    port = free_port()

    def metrics() -> str:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                return str(answer.read().decode())
        except URLError:
            return ""

    def states() -> dict[str, str]:
        with world.inside(service):
            return {row.kind: row.state for row in db.session.execute(select(OutboxEvent.kind, OutboxEvent.state))}

    with (
        program(settings, "workers.relay", CONCORD_INTERNAL_PORT=str(port)),
        program(settings, "workers.run", "interactive"),
    ):
        with world.inside(service):
            emit("account.invited", Lane.INTERACTIVE, account_id=account.id)
            emit("test.unknown", Lane.INTERACTIVE)
        until(lambda: states() == {"account.invited": State.DONE, "test.unknown": State.PARKED})
        until(lambda: 'concord_outbox_rows_total{became="parked",lane="interactive"}' in metrics())
        shown = metrics()
    assert 'concord_outbox_rows_total{became="done",lane="interactive"}' in shown
    assert 'concord_outbox_oldest_seconds{lane="interactive"}' in shown
    assert 'concord_outbox_parked{lane="interactive"}' in shown


def test_the_scheduler_does_its_round(world: World, settings: Settings, service: Service) -> None:
    def done() -> set[str]:
        with world.app.app_context(), scope.no_service():
            return set(db.session.scalars(select(ScheduleRun.schedule)))

    with world.app.app_context(), scope.no_service():
        db.session.execute(delete(ScheduleRun))
        db.session.commit()
    with program(settings, "workers.schedule"):
        until(lambda: {schedule.name for schedule in SCHEDULES} <= done())


@pytest.mark.parametrize("name", [("workers.run", "bulk"), ("workers.schedule",), ("workers.relay",)])
def test_a_bad_setting_is_one_line_and_no_start(settings: Settings, name: tuple[str, ...]) -> None:
    bad = environment(settings, CONCORD_SMTP_URL="nowhere")
    ended = subprocess.run(command(*name), env=bad, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == ["CONCORD_SMTP_URL: must start with smtp://, smtps:// or ses://"]


def test_a_lane_that_does_not_exist_is_refused(settings: Settings) -> None:
    fast, ours = command("workers.run", "fast"), environment(settings)
    ended = subprocess.run(fast, env=ours, capture_output=True, text=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert "fast" in ended.stderr
    assert "Traceback" not in ended.stderr
