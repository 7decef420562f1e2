"""Child processes that leave nothing behind: each has a session of its own, dies with its parent and is on record.

The record (``<data>/run/processes/<name>.json``) lets the next start end what a killed start left running.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from concord.embedded import launch

LOG_LIMIT = 5_000_000
LEFT_OVER_PATIENCE = 3.0
# How the end of a traceback names what failed; and those failures that are one line for the person who started us.
FAILURE = re.compile(r"^[a-z_]\w*(?:\.\w+)+: .+$", re.MULTILINE)
REFUSAL = re.compile(
    r"^concord(?:\.\w+)*\.(?:SettingsError|UnsafeDatabase|AssetsMissingError|StartError): (.+)$", re.MULTILINE
)
SAME_START = 2.0  # seconds by which two readings of one process's start may differ


class StartError(Exception):
    """Something could not start. The message is one line for the person who started it."""


@dataclass(frozen=True)
class Account:
    """The user a child runs as, when it is not our own."""

    uid: int
    gid: int


OURSELVES = Account(launch.SAME_USER, launch.SAME_USER)


@dataclass(frozen=True)
class Program:
    """What to run and how. What it is fed on standard input stays out of the list of processes."""

    command: Sequence[str]
    account: Account = OURSELVES
    environment: Mapping[str, str] | None = None
    folder: Path | None = None
    feed: bytes = b""
    death_signal: int = signal.SIGTERM


def start(program: Program, output: int = subprocess.PIPE) -> subprocess.Popen[bytes]:
    """Start a program in its own session, so that a Ctrl-C at the terminal reaches only us."""
    launcher = [sys.executable, "-I", "-S", launch.__file__, str(os.getpid()), str(int(program.death_signal))]
    process = subprocess.Popen(  # noqa: S603 - every command is our own
        [*launcher, str(program.account.uid), str(program.account.gid), *program.command],
        env=program.environment,
        cwd=program.folder,
        stdin=subprocess.PIPE if program.feed else subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    if process.stdin:
        with contextlib.suppress(BrokenPipeError), process.stdin as stdin:
            stdin.write(program.feed)
    return process


class Child:
    """A running program with a log and a record."""

    def __init__(self, data: Path, name: str, program: Program) -> None:
        self.log = data / "log" / f"{name}.log"
        self._record = data / "run" / "processes" / f"{name}.json"
        with self.log.open("ab") as output:
            self.log.chmod(0o600)
            self._silent_until = output.tell()
            self._popen = start(program, output.fileno())
        _write_record(self._record, self.pid, program.death_signal)

    @property
    def pid(self) -> int:
        return self._popen.pid

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._popen.poll()

    def ask(self, number: int) -> None:
        """Send the leader a signal; a child that has ended is left in peace."""
        self._popen.send_signal(number)

    def finish(self, deadline: float) -> None:
        """Wait for the leader until the deadline, then end whatever is left of its session."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._popen.wait(max(0.0, deadline - time.monotonic()))
        end_session(self.pid)
        self._popen.wait()
        self._record.unlink(missing_ok=True)

    @property
    def refusal(self) -> str:
        """Why it cannot run as it is told to, when it said so: what runs it may start it again and again."""
        found = REFUSAL.search(self._said())
        return found[1].strip() if found else ""

    def last_words(self) -> str:
        """The line of the log that says best why a start failed."""
        said = self._said().strip()
        lines = FAILURE.findall(said) or said.splitlines()
        return self.refusal or (lines[-1].strip() if lines else "it said nothing")

    def _said(self) -> str:
        """What it wrote since it was started. A log that was set aside meanwhile is read from its beginning."""
        written = self.log.read_bytes()
        begin = self._silent_until if self._silent_until <= len(written) else 0
        return written[begin:].decode(errors="replace")


def bound_logs(data: Path) -> None:
    """Set long logs aside, one generation; a running writer appends, so it goes on in the emptied file."""
    for log in (data / "log").glob("*.log"):
        if log.stat().st_size > LOG_LIMIT:
            log.with_suffix(".log.1").write_bytes(log.read_bytes()[-LOG_LIMIT:])
            log.with_suffix(".log.1").chmod(0o600)
            os.truncate(log, 0)


def until(true: Callable[[], bool], patience: float, pause: float = 0.02) -> bool:
    """Whether the condition came true in time."""
    deadline = time.monotonic() + patience
    while not true():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True


def end_session(leader: int) -> None:
    """Kill every process of a session, also those that moved to a group of their own."""
    for pid in _members(leader):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: not _members(leader), patience=5)


def end_left_over(data: Path) -> None:
    """End what a killed start left running, and nothing that merely inherited its number."""
    records = list((data / "run" / "processes").glob("*.json"))
    known = [json.loads(record.read_text() or "{}") for record in records]
    ours = [one for one in known if one and _still_ours(one["pid"], one["started"], data)]
    for one in ours:
        with contextlib.suppress(ProcessLookupError):
            os.kill(one["pid"], one["signal"])
    until(lambda: not any(_members(one["pid"]) for one in ours), LEFT_OVER_PATIENCE)
    for one in ours:
        end_session(one["pid"])
    for record in records:
        record.unlink()


def _write_record(record: Path, pid: int, end: int) -> None:
    record.parent.mkdir(exist_ok=True)
    with contextlib.suppress(psutil.NoSuchProcess):
        known = {"pid": pid, "started": psutil.Process(pid).create_time(), "signal": int(end)}
        record.write_text(json.dumps(known))


def _members(leader: int) -> list[int]:
    """The living processes of a session."""
    found = []
    for pid in psutil.pids():
        with contextlib.suppress(ProcessLookupError, PermissionError, psutil.Error):
            if os.getsid(pid) == leader and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
                found.append(pid)
    return found


def _still_ours(leader: int, started: float, data: Path) -> bool:
    """The leader started when we started it; or, where only its children live, they carry our data folder."""
    for pid in _members(leader):
        with contextlib.suppress(psutil.Error):
            process = psutil.Process(pid)
            if pid == leader:
                return abs(process.create_time() - started) < SAME_START
            if process.environ().get("CONCORD_DATA") == str(data):
                return True
    return False
