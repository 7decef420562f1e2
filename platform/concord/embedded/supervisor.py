"""What `infra/run` starts: the embedded servers, the migrations, the demonstration, and Concord's own programs.

Run as ``python -m concord.embedded.supervisor``. One line says when Concord is ready; a signal stops everything.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import os
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import NoReturn

from concord.config import METRICS_FOLDER, PREFIX, Settings, SettingsError, load_settings
from concord.embedded import demonstration
from concord.embedded.credentials import FILE as SECRETS
from concord.embedded.installation import clear_left_over, keep
from concord.embedded.keeper import Running, Startable, say, watched
from concord.embedded.postgres import Postgres
from concord.embedded.process import Child, StartError, bound_logs
from concord.embedded.programs import LOAD_DEMONSTRATION, MIGRATE, Part, parts
from concord.embedded.server import HOST

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
STOP_PATIENCE = 3.0
READY_PATIENCE = 120.0
LOG_PAUSE = 60.0
PACKAGE = Path(__file__).parents[1]
ROOT = PACKAGE.parents[1]


class Stopped(BaseException):
    """Somebody asked us to stop. Not an error: nothing but `main` may catch it."""


class OneLineParser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise SettingsError(message)


def main(arguments: list[str] | None = None) -> int:
    for number in SIGNALS:
        signal.signal(number, _stop)
    try:
        _run(_options(arguments))
    except (SettingsError, StartError) as error:
        say(str(error))
        return 1
    except Stopped:
        pass
    return 0


def _stop(_number: int, _frame: FrameType | None) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_IGN)  # stopping takes seconds and is not to be stopped halfway
    raise Stopped


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = OneLineParser(prog="infra/run", description="Install, start and serve Concord on this machine.")
    parser.add_argument("--port", type=int, help="port of the web server (8000)")
    parser.add_argument("--data", type=Path, help="folder of the data (.concord)")
    parser.add_argument("--no-demo", action="store_true", help="do not load the demonstration data")
    parser.add_argument("--workers", type=int, default=1, help="worker processes of each lane (1)")
    options = parser.parse_args(arguments)
    if not 1 <= options.workers <= 32:
        raise SettingsError("--workers must be between 1 and 32")
    return options


def _run(options: argparse.Namespace) -> None:
    settings = load_settings(port=options.port, data=options.data and options.data.absolute())
    clear_left_over(settings)
    _check_port(settings.port)
    invented = demonstration.decide(settings, no_demo=options.no_demo)
    with keep(settings) as kept:
        environment = _environment(settings)
        _make_tables(settings.data, kept.postgres, environment)
        _load_demonstration(settings.data, environment)
        _forget_metrics(settings.data)
        wanted = parts(settings, options.workers)
        with _programs([Running(settings.data, part, environment) for part in wanted]) as programs:
            web, *others = programs
            web.launch()
            _wait_until_ready(settings, web, _looker([*kept.servers, web]))
            for program in others:  # after the web, which would be ready later if all started at once
                program.launch()
            _say_ready(settings, kept.postgres, invented=invented)
            _watch(settings.data, _looker([*kept.servers, *programs]))


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise StartError(f"port {port} cannot be used: {error.strerror}; choose another with --port") from None


def _forget_metrics(data: Path) -> None:
    """The counts of earlier runs would be added to those of this one."""
    for file in (data / METRICS_FOLDER).glob("*.db"):
        file.unlink()


def _environment(settings: Settings) -> Mapping[str, str]:
    """What every program is told; addresses and keys it reads from the record, not from its environment."""
    return os.environ | {PREFIX + "DATA": str(settings.data), PREFIX + "PORT": str(settings.port)}


def _make_tables(data: Path, postgres: Postgres | None, environment: Mapping[str, str]) -> None:
    """Logins and migrations; an embedded database that has had just these is left as it is, which saves a second."""
    if postgres is None:
        _finish_first(data, MIGRATE, environment)
        return
    if demonstration.was_interrupted(data):
        postgres.forget()
    wanted = _digest_of_tables(data)
    if postgres.mark != wanted:
        _finish_first(data, MIGRATE, environment, feed=postgres.admin_url)
        postgres.mark = wanted


def _digest_of_tables(data: Path) -> str:
    """Changes when a migration, a login's password or the code that makes them does."""
    files = [*(ROOT / "infra" / "migrations").rglob("*.py"), *(PACKAGE / "database").rglob("*.py"), data / SECRETS]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()


def _load_demonstration(data: Path, environment: Mapping[str, str]) -> None:
    if demonstration.must_load(data):
        say("loading the demonstration data; this is done once")
        with demonstration.loading(data):
            _finish_first(data, LOAD_DEMONSTRATION, environment)


def _finish_first(data: Path, part: Part, environment: Mapping[str, str], feed: str = "") -> None:
    """Run a program to its end; what comes after needs it."""
    child = Child(data, part.name, replace(part.program(environment), feed=feed.encode()))
    try:
        while child.code is None:
            time.sleep(0.02)
    finally:
        child.finish(time.monotonic())
    if child.code != 0:
        raise StartError(f"{part.name} failed: {child.last_words()} (see {child.log})")


@contextmanager
def _programs(programs: list[Running]) -> Iterator[list[Running]]:
    """Stop at the end those that were started."""
    try:
        yield programs
    finally:
        started = [program.child for program in programs if program.child]
        for child in started:
            child.ask(signal.SIGTERM)
        deadline = time.monotonic() + STOP_PATIENCE
        for child in started:
            child.finish(deadline)


def _looker(startables: Sequence[Startable]) -> Callable[[], None]:
    all_watched = watched(startables)

    def look() -> None:
        for one in all_watched:
            one.look(time.monotonic())

    return look


def _wait_until_ready(settings: Settings, web: Running, look: Callable[[], None]) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while (answer := _readiness(settings)) is not None:
        if web.child and not web.alive:
            raise StartError(f"the web server ended: {web.child.last_words()} (see {web.child.log})")
        if web.child and web.child.refusal:
            raise StartError(web.child.refusal)
        if time.monotonic() > deadline:
            raise StartError(f"Concord did not get ready: {answer}")
        look()
        time.sleep(0.1)


def _readiness(settings: Settings) -> str | None:
    """None when ready, else why not."""
    connection = http.client.HTTPConnection(HOST, settings.port, timeout=10)
    try:
        connection.request("GET", "/readyz", headers={"Host": settings.base_host})
        response = connection.getresponse()
        return None if response.status == 200 else response.read(500).decode(errors="replace").strip()
    except (OSError, http.client.HTTPException) as error:
        return f"the web server does not answer ({type(error).__name__})"
    finally:
        connection.close()


def _say_ready(settings: Settings, postgres: Postgres | None, *, invented: bool) -> None:
    lines = [f"Concord is ready at {settings.public_url}"]
    if invented:
        lines.append(f"  a service:  {settings.address_of(f'bedfordshire.{settings.base_host}')}")
        lines.append("  sign in:    .venv/bin/concord demo accounts")
    else:
        lines.append("  a service:  .venv/bin/concord services create FILE.toml")
    lines.append("  mail sent:  .venv/bin/concord mail list")
    lines.append(f"  data:       {settings.data}")
    if postgres and not postgres.place.cluster.is_relative_to(settings.data.resolve()):
        lines.append(f"  database:   {postgres.place.cluster} (remove it too when you remove the data)")
    lines.append("  stop:       Ctrl-C")
    print("\n".join(lines), flush=True)  # noqa: T201 - the terminal is meant


def _watch(data: Path, look: Callable[[], None]) -> NoReturn:
    """Until a signal comes."""
    logs_due = time.monotonic() + LOG_PAUSE
    while True:
        time.sleep(0.25)
        look()
        if time.monotonic() > logs_due:
            bound_logs(data)
            logs_due = time.monotonic() + LOG_PAUSE


if __name__ == "__main__":
    sys.exit(main())
