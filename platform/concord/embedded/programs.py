"""Concord's own programs: what runs beside the servers, and with which command. The one place."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

from concord.config import Settings
from concord.embedded.process import Program

LANES = ("safety", "interactive", "bulk")
WEB_WORKERS = 2
# As many as the app's pool holds connections, so that a crowd waits in front of the app and not for the database. The
# server's own limit (backpressure) stays as it is: it counts idle connections too, so a low one shuts visitors out.
WEB_THREADS = 8


@dataclass(frozen=True)
class Part:
    """A program by its name and the arguments to Python."""

    name: str
    arguments: tuple[str, ...]

    def program(self, environment: Mapping[str, str]) -> Program:
        return Program([sys.executable, *self.arguments], environment=environment)


MIGRATE = Part("migrate", ("-m", "concord.embedded.tables"))
LOAD_DEMONSTRATION = Part("demo", ("-m", "concord.cli", "demo", "load"))


def web(settings: Settings) -> Part:
    options = ("--interface", "wsgi", "--factory", "--http", "1", "--no-ws", "--log-level", "warning")
    address = ("--host", "127.0.0.1", "--port", str(settings.port))
    size = ("--workers", str(WEB_WORKERS), "--blocking-threads", str(WEB_THREADS))
    workers = (*size, "--respawn-failed-workers", "--workers-kill-timeout", "2")
    return Part("web", ("-m", "granian", *options, *address, *workers, "concord.app:create_app"))


def parts(settings: Settings, workers: int) -> list[Part]:
    """Every program, the web first; each lane has its own worker processes, because one listens to one queue."""
    lanes = [
        Part(f"worker-{lane}-{number}", ("-m", "workers.run", lane))
        for lane in LANES
        for number in range(1, workers + 1)
    ]
    return [
        web(settings),
        *lanes,
        Part("relay", ("-m", "workers.relay")),
        Part("scheduler", ("-m", "workers.schedule")),
    ]
