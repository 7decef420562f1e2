"""Alive, and ready."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask, current_app
from web_sample import sample_app

from concord.web.health import register_check


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return sample_app(tmp_path)


@pytest.fixture
def released() -> Iterator[threading.Event]:
    event = threading.Event()
    yield event
    event.set()


def test_a_living_process_says_so_at_any_host(app: Flask) -> None:
    answer = app.test_client().get("/healthz", base_url="http://nobody.example")
    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_ready_means_every_part_answers(app: Flask) -> None:
    register_check(app, "database", lambda: current_app.name)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 200
    assert answer.get_json() == {"ok": True, "checks": [{"name": "database", "ok": True, "detail": ""}]}


def test_a_failing_part_is_named_by_its_kind_of_failure_and_no_more(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> None:
        raise ConnectionError("postgresql://concord_app:password@db")

    register_check(app, "database", refuse)
    register_check(app, "storage", lambda: None)
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.get_json()["checks"][0] == {"name": "database", "ok": False, "detail": "ConnectionError"}
    assert answer.get_json()["checks"][1]["ok"] is True
    assert "password" not in answer.text + capsys.readouterr().err


def test_a_part_that_hangs_is_not_waited_for_and_not_asked_again_until_it_answers(
    app: Flask, released: threading.Event
) -> None:
    asked = []

    def hang() -> None:
        asked.append(1)
        released.wait(30)

    register_check(app, "queue", hang, time_out=0.05)
    for _time in range(3):
        answer = app.test_client().get("/readyz")
        assert answer.status_code == 503
        assert answer.get_json()["checks"] == [{"name": "queue", "ok": False, "detail": "no answer"}]
    assert len(asked) == 1
    released.set()
    app.extensions["concord.checks"]["queue"].thread.join(5)
    assert app.test_client().get("/readyz").status_code == 200
