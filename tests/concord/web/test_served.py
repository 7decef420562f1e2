"""With the real web server and two worker processes: big forms, and figures summed over processes."""

from __future__ import annotations

import os
import re
import select
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from concord.config import load_settings
from concord.web.metrics import serve_metrics

SUPPORT = Path(__file__).parents[2] / "support"
MEGABYTE = 1024 * 1024


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def wait_until_answered(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            pass
    pytest.fail("the web server did not start")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def port(data: Path) -> Iterator[int]:
    """The sample under granian with two workers."""
    chosen = free_port()
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--workers", "2"),
        *("--host", "127.0.0.1", "--port", str(chosen), "--no-ws", "--workers-kill-timeout", "5"),
        "web_sample:served",
    ]
    environment = os.environ | {"PYTHONPATH": str(SUPPORT), "SAMPLE_DATA": str(data)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as server:
        try:
            wait_until_answered(chosen)
            yield chosen
        finally:
            server.terminate()


def send_like_a_browser(port: int, head: str, body: bytes) -> bytes:
    """Send everything while reading, as browsers do: they show no answer when the server hangs up on them."""
    request, answer = head.replace("\n", "\r\n").encode() + body, b""
    deadline = time.monotonic() + 30
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setblocking(False)
        while time.monotonic() < deadline:
            readable, writable, _failed = select.select([connection], [connection] if request else [], [], 1)
            if writable:
                request = request[connection.send(request[:65536]) :]
            if readable:
                answer += connection.recv(65536)
            if answer.endswith(b"</html>") and not request:
                return answer
    pytest.fail("no answer")


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "text/plain"])
def test_a_form_of_20_megabytes_gets_a_plain_answer(port: int, kind: str) -> None:
    head = f"POST /form HTTP/1.1\nHost: localhost\nContent-Type: {kind}\nContent-Length: {20 * MEGABYTE}\n\n"
    answer = send_like_a_browser(port, head, b"x" * (20 * MEGABYTE))
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"What you sent is too big" in answer
    assert b"content-security-policy" in answer.lower()
    wait_until_answered(port)


def test_a_form_that_does_not_say_how_long_it_is_is_not_read(port: int) -> None:
    kind = "application/x-www-form-urlencoded"
    head = f"POST /form HTTP/1.1\nHost: localhost\nContent-Type: {kind}\nTransfer-Encoding: chunked\n\n"
    answer = send_like_a_browser(port, head, b"8\r\nname=Ann\r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 411")
    assert b"Ann" not in answer


def test_figures_are_summed_over_all_worker_processes_and_name_no_path(port: int, data: Path) -> None:
    settings = load_settings(data=data, internal_port=free_port())
    serving = serve_metrics(settings)
    assert serving is not None
    server, _thread = serving
    try:
        before = counted(settings.internal_port)
        for _time in range(40):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/?name=Ann", timeout=10).close()
        after = counted(settings.internal_port)
    finally:
        server.shutdown()
        server.server_close()
    assert after[0] - before[0] == 40
    assert "Ann" not in after[1]
    writers = {file.name for file in (data / "run" / "metrics").glob("counter_*.db")}
    assert len(writers) == 2
    assert 'rule="/person/<name>/break"' not in after[1]
    assert 'concord_request_seconds_count{rule="/"}' in after[1]


def counted(port: int) -> tuple[float, str]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        text: str = answer.read().decode()
    found = re.search(r'concord_requests_total\{method="GET",rule="/",status="200"\} ([0-9.]+)', text)
    return (float(found.group(1)) if found else 0.0), text


def test_port_0_serves_no_figures(tmp_path: Path) -> None:
    assert serve_metrics(load_settings(data=tmp_path, internal_port=0)) is None
