"""What ends is started again, and what it left behind is ended first."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from concord.embedded.folder import open_folder
from concord.embedded.keeper import FIRST_PAUSE, Running, Watched
from concord.embedded.process import LOG_LIMIT, Child, Program, bound_logs, until
from concord.embedded.programs import Part

LEAVES_A_CHILD = """
import subprocess, sys
child = subprocess.Popen(["/bin/sleep", "60"], process_group=0)
print(child.pid, flush=True)
sys.stdin.read() if len(sys.argv) > 1 else None
"""


def test_a_program_that_ends_is_started_again_later_each_time(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    open_folder(folder)
    program = Running(folder, Part("brief", ("-c", "print('once more')")), os.environ)
    program.launch()
    kept = Watched(program)
    pauses = []
    for _end in range(3):
        assert until(lambda: not program.alive, patience=10)
        kept.look(now := time.monotonic())
        assert kept.due
        pauses.append(round(kept.due - now, 3))
        kept.look(kept.due)
    assert until(lambda: not program.alive, patience=10)
    assert program.child
    assert pauses == [FIRST_PAUSE, FIRST_PAUSE * 2, FIRST_PAUSE * 4]
    assert program.child.log.read_text() == "once more\n" * 4
    assert capsys.readouterr().err.count("brief ended and is started again") == 3
    program.child.finish(time.monotonic())


def test_what_a_dead_program_left_running_is_ended_with_it(folder: Path) -> None:
    open_folder(folder)
    child = Child(folder, "parent", Program([sys.executable, "-c", LEAVES_A_CHILD]))
    assert until(lambda: child.code is not None, patience=10)
    orphan = psutil.Process(int(child.log.read_text()))
    assert orphan.is_running()
    child.finish(time.monotonic())
    assert not orphan.is_running() or orphan.status() == psutil.STATUS_ZOMBIE
    assert list((folder / "run" / "processes").iterdir()) == []


def test_a_program_that_does_not_listen_is_killed_at_the_deadline(folder: Path) -> None:
    open_folder(folder)
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"
    child = Child(folder, "deaf", Program([sys.executable, "-c", deaf]))
    assert until(lambda: child.log.read_text() == "deaf\n", patience=10)
    child.ask(signal.SIGTERM)
    child.finish(time.monotonic() + 0.2)
    assert child.code == -signal.SIGKILL


def test_a_log_does_not_grow_for_ever_and_its_end_is_kept(folder: Path) -> None:
    open_folder(folder)
    log = folder / "log" / "web.log"
    log.write_bytes(b"x" * LOG_LIMIT + b"the end")
    bound_logs(folder)
    assert log.read_bytes() == b""
    assert log.with_suffix(".log.1").read_bytes().endswith(b"the end")
    assert log.with_suffix(".log.1").stat().st_size == LOG_LIMIT
