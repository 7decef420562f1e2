"""`infra/run`: one line when it is ready, one line when it cannot start, and nothing left behind."""

from __future__ import annotations

import http.client
import os
import queue
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import psutil
import pytest
from data_folder import data_folder

from concord.embedded.process import until

ROOT = Path(__file__).parents[2]
READY_PATIENCE, STOP_PATIENCE = 90.0, 10.0


class Run:
    """The supervisor, started as `infra/run` starts it; killed at the end if a test leaves it running."""

    def __init__(self, *arguments: str, **environment: str) -> None:
        command = [sys.executable, "-m", "concord.embedded.supervisor", *arguments]
        self.process = subprocess.Popen(command, env=os.environ | environment, cwd=ROOT, text=True,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_failure: object) -> None:
        self.process.kill()
        self.process.communicate()

    def wait_until_ready(self) -> str:
        """The first line it prints; fails when none comes."""
        lines: queue.Queue[str] = queue.Queue()
        assert self.process.stdout
        threading.Thread(target=lambda: lines.put(self.process.stdout.readline()), daemon=True).start()  # type: ignore[union-attr]  # it is a pipe
        line = lines.get(timeout=READY_PATIENCE)
        assert line, self.process.communicate()[1]
        return line.strip()

    def end(self, number: int) -> float:
        """Send a signal and wait; how long it took."""
        asked = time.monotonic()
        self.process.send_signal(number)
        self.process.communicate(timeout=READY_PATIENCE)
        return time.monotonic() - asked


@pytest.fixture(scope="module")
def data() -> Iterator[Path]:
    with data_folder() as folder:
        yield folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def family(process: subprocess.Popen[str]) -> list[psutil.Process]:
    return psutil.Process(process.pid).children(recursive=True)


def lives(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    return False


def living(processes: Sequence[psutil.Process]) -> list[psutil.Process]:
    return [one for one in processes if lives(one)]


def runs(process: psutil.Process, *arguments: str) -> bool:
    """Whether the program was started with these arguments: one that ends while it is asked does not run them."""
    with suppress(psutil.NoSuchProcess):
        return process.cmdline()[1:] == list(arguments)
    return False


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": "localhost"})
    status = connection.getresponse().status
    connection.close()
    return status


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_everything_within_ten_seconds(data: Path, number: int) -> None:
    port = free_port()
    with Run("--port", str(port), "--data", str(data), "--no-demo") as run:
        assert run.wait_until_ready() == f"Concord is ready at http://localhost:{port}"
        assert get(port, "/healthz") == 200
        started = family(run.process)
        assert len(started) >= 10
        assert run.end(number) < STOP_PATIENCE
        assert run.process.returncode == 0
        assert living(started) == []


def test_a_killed_run_does_not_block_the_next(data: Path) -> None:
    port = free_port()
    arguments = ("--port", str(port), "--data", str(data), "--no-demo")
    with Run(*arguments) as first:
        first.wait_until_ready()
        started = family(first.process)
        first.end(signal.SIGKILL)
    with Run(*arguments) as second:
        second.wait_until_ready()
        assert living(started) == []
        second.end(signal.SIGTERM)


def refused(*arguments: str, **environment: str) -> str:
    """What it says when it does not start: one line, without a traceback."""
    with Run(*arguments, **environment) as run:
        out, err = run.process.communicate(timeout=READY_PATIENCE)
    assert run.process.returncode == 1
    assert out == ""
    assert err.count("\n") == 1, err
    return err.removeprefix("infra/run: ").strip()


def test_a_port_in_use_is_one_line(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = refused("--port", str(port), "--data", str(tmp_path / "data"))
    assert said == f"port {port} cannot be used: Address already in use; choose another with --port"
    assert not (tmp_path / "data" / "postgres").exists()


def test_an_unwritable_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    said = refused("--data", str(tmp_path / "file" / "data"))
    assert said == f"the data folder {tmp_path}/file/data cannot be written: Not a directory"


@pytest.mark.parametrize(
    ("environment", "arguments", "sentence"),
    [
        ({"CONCORD_PORT": "many"}, (), "CONCORD_PORT: "),
        ({"CONCORD_PRT": "8000"}, (), "unknown setting: CONCORD_PRT"),
        ({"CONCORD_REDIS_URL": "http://example.org"}, (), "CONCORD_REDIS_URL: must start with redis://"),
        ({"CONCORD_DATABASE_URL": "postgresql://a:b@c/d"}, (), "only some database addresses are set; missing: "),
        ({}, ("--port", "many"), "argument --port: "),
        ({}, ("--prt", "1"), "unrecognized arguments: --prt"),
        ({}, ("--workers", "0"), "--workers must be between 1 and 32"),
    ],
)
def test_a_bad_setting_is_one_line(
    tmp_path: Path, environment: dict[str, str], arguments: tuple[str, ...], sentence: str
) -> None:
    assert refused("--data", str(tmp_path / "data"), *arguments, **environment).startswith(sentence)
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"CONCORD_MAIL_FROM": "nobody"}, "CONCORD_MAIL_FROM: is not one e-mail address"),
        ({"CONCORD_NODE_MODULES": "/nowhere"}, "govuk-frontend is not installed in /nowhere: run `npm ci`"),
    ],
)
def test_a_setting_that_only_the_app_can_judge_is_one_line(
    data: Path, environment: dict[str, str], sentence: str
) -> None:
    arguments = ("--port", str(free_port()), "--data", str(data), "--no-demo")
    said = refused(*arguments, CONCORD_INTERNAL_PORT="0", **environment)
    assert said == sentence


@pytest.fixture(scope="module")
def served(data: Path) -> Iterator[Run]:
    """A run that stays up for the tests below, which are the last that use the folder."""
    with Run("--port", str(free_port()), "--data", str(data), "--no-demo") as run:
        run.wait_until_ready()
        yield run
        run.end(signal.SIGTERM)


@pytest.mark.usefixtures("served")
def test_a_second_run_on_the_same_data_is_one_line(data: Path) -> None:
    assert refused("--data", str(data)) == f"Concord is already running on the data folder {data}"


def test_a_program_that_is_killed_is_started_again(served: Run) -> None:
    def relays() -> list[psutil.Process]:
        return [one for one in living(family(served.process)) if runs(one, "-m", "workers.relay")]

    (first,) = relays()
    first.kill()
    assert until(lambda: bool(relays()) and first not in relays(), patience=20)
