"""How long pages take under eight concurrent clients, beside a bare "hello" on the same web server in the same run.

``.venv/bin/python tests/benchmarks/pages.py`` loads the demonstration into a folder of its own and prints one JSON
object: median and 95th percentile in milliseconds of each page, and their ratio to the hello. Rounds take turns, so
that a slow moment of the machine touches all alike.
"""

from __future__ import annotations

import http.client
import json
import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from subprocess import DEVNULL
from uuid import UUID

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from data_folder import data_folder
from flask import Flask

from admin.demonstration.accounts import listed
from admin.demonstration.service import load
from concord.app import create_app
from concord.config import Settings, load_settings
from concord.database.migrate import upgrade
from concord.embedded.installation import installation
from concord.embedded.process import Program, end_session, start
from concord.embedded.programs import web
from concord.embedded.server import choose_port
from harness import Service, StaffAccount, World

CLIENTS, ROUNDS, REQUESTS = 8, 5, 40
HERE = Path(__file__)
NOBODY = UUID(int=0)  # ids are not asked for here
Times = list[float]


def hello() -> Flask:
    """The least a Flask application can do."""
    app = Flask("hello")
    app.add_url_rule("/", "hello", lambda: "hello")
    return app


def main() -> None:
    with data_folder() as data, installation(load_settings(data=data, demo=True)) as settings:
        upgrade(settings)
        app = create_app(settings)
        with app.app_context():
            load(lambda _name: None)
        with ExitStack() as stack:
            ports = {target: stack.enter_context(_served(settings, target)) for target in ("concord", "hello")}
            print(json.dumps(_measure(World(app, settings), ports), indent=1))  # noqa: T201 - what it is for


@contextmanager
def _served(settings: Settings, target: str) -> Iterator[int]:
    """The application, or the hello, on the command line that `infra/run` uses."""
    port = choose_port(settings.data / "run" / "ports" / target)
    arguments = list(web(settings.model_copy(update={"port": port})).arguments)
    environment = os.environ | {"CONCORD_DATA": str(settings.data), "CONCORD_DEMO": "1"}
    if target == "hello":
        arguments[-1] = "pages:hello"
        environment["PYTHONPATH"] = f"{HERE.parent}:{HERE.parents[1] / 'support'}"
    process = start(Program([sys.executable, *arguments], environment=environment), output=DEVNULL)
    try:
        _wait_for(port)
        yield port
    finally:
        end_session(process.pid)
        process.wait()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError


def _measure(world: World, ports: dict[str, int]) -> dict[str, dict[str, float]]:
    service = Service(NOBODY, "bedfordshire", "bedfordshire.localhost")
    national = Service(NOBODY, "national", "localhost")
    coordinator = _cookies(world, service, "casey")
    pages = {
        "hello": (ports["hello"], "localhost", "/", ""),
        "service page": (ports["concord"], service.host, "/", ""),
        "referral list": (ports["concord"], service.host, "/team/referrals", coordinator),
        "case list": (ports["concord"], service.host, "/team/cases", coordinator),
        "national page": (ports["concord"], national.host, "/national/", _cookies(world, national, "nico")),
    }
    times: dict[str, Times] = {name: [] for name in pages}
    for page in pages.values():
        _round(*page, [])  # warm, not counted
    for _turn in range(ROUNDS):
        for name, page in pages.items():
            _round(*page, times[name])
    return {name: _summary(measured, times["hello"]) for name, measured in times.items()}


def _summary(measured: Times, hello_times: Times) -> dict[str, float]:
    median, p95 = statistics.median(measured), statistics.quantiles(measured, n=20)[-1]
    return {
        "median_ms": round(median * 1000, 2), "p95_ms": round(p95 * 1000, 2),
        "median_to_hello": round(median / statistics.median(hello_times), 1),
    }


def _round(port: int, host: str, path: str, cookies: str, times: Times) -> None:
    """Each client asks one after another over one connection; all at once."""
    clients = [threading.Thread(target=_client, args=(port, host, path, cookies, times)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()


def _client(port: int, host: str, path: str, cookies: str, times: Times) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": host, "Cookie": cookies}
    for _ in range(REQUESTS):
        began = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        times.append(time.perf_counter() - began)
        if answer.status != 200:
            raise RuntimeError(f"{path}: {answer.status}")
    connection.close()


def _cookies(world: World, organisation: Service, name: str) -> str:
    """Sign the demonstration's account in and take its cookies."""
    with world.app.app_context():
        found = next(a for a in listed() if a.organisation == organisation.slug and a.email.startswith(name))
    account = StaffAccount(NOBODY, found.email, found.password, found.totp_secret)
    visitor = world.visitor(organisation)
    visitor.submit("/sign-in", {"email": account.email, "password": account.password})
    visitor.follow()
    visitor.submit(None, {"code": account.code()})
    return "; ".join(f"{cookie.key}={cookie.value}" for cookie in (visitor.client._cookies or {}).values())


if __name__ == "__main__":
    main()
