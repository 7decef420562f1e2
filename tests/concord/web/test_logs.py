"""Log lines: JSON, by rule, without people."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient

SECRET = "Ann-Person"


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_request_is_one_line_without_path_or_query(client: FlaskClient, capsys: pytest.CaptureFixture[str]) -> None:
    client.get(f"/{SECRET}?name={SECRET}", headers={"User-Agent": SECRET, "Referer": f"http://localhost/{SECRET}"})
    client.open(f"/{SECRET}", method=SECRET)
    first, second = lines(capsys)
    assert set(first) == {
        "event",
        "method",
        "rule",
        "status",
        "duration_ms",
        "request_id",
        "level",
        "logger",
        "timestamp",
    }
    assert (first["method"], first["rule"], first["status"]) == ("GET", "unmatched", 404)
    assert second["method"] == "OTHER"
    assert SECRET not in str((first, second))


def test_lines_of_one_request_share_its_number_and_the_next_has_another(
    app: Flask, client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    numbers = [client.get("/").headers["X-Request-Id"] for _time in range(2)]
    assert [line["request_id"] for line in lines(capsys)] == numbers
    assert len(set(numbers)) == 2


def test_other_libraries_speak_json_too_and_failures_keep_their_words(
    app: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("elsewhere").exception("it broke")
        structlog.get_logger("concord.test").exception("ours broke")
    foreign, ours = lines(capsys)
    assert (foreign["event"], foreign["failure"], foreign["level"]) == ("it broke", "ValueError", "error")
    assert (ours["event"], ours["failure"]) == ("ours broke", "ValueError")
    assert SECRET not in str((foreign, ours))


def test_setting_up_twice_writes_each_line_once(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    from concord.web.logging import configure

    configure(app.extensions["concord.settings"])
    configure(app.extensions["concord.settings"])
    logging.getLogger("concord.test").warning("once")
    assert len(lines(capsys)) == 1
