"""Nothing changes without a token of this visitor's session, and nobody loses what they wrote."""

from __future__ import annotations

import time

import pytest
from flask import Flask
from flask.testing import FlaskClient
from web_sample import hidden_fields, one, page

from concord.web.csrf import FOUR_HOURS

LATE = "This page was open for a long time. Check your answers and send again."


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_no_unsafe_method_works_without_a_token(client: FlaskClient, app: Flask, method: str) -> None:
    answer = client.open("/act", method=method)
    assert answer.status_code == 400
    assert "This page was open for a long time" in answer.text
    assert not app.extensions["done"]


def test_a_button_of_a_page_carries_its_token(client: FlaskClient, app: Flask) -> None:
    hidden = hidden_fields(page(client.get("/team/").text))
    assert set(hidden) == {"csrf_token", "id"}
    assert client.post("/act", data=hidden).status_code == 200
    assert app.extensions["done"] == ["POST"]


def test_a_form_that_comes_too_late_keeps_what_was_typed(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = hidden_fields(page(client.get("/form").text))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + FOUR_HOURS + 60)
    typed = {
        "name": "Ann",
        "what": "<b>It hurt</b>",
        "who": "other",
        "day-day": "3",
        "ways": ["post"],
        "secret": "hidden",
    }
    answer = client.post("/form", data=hidden | typed)
    found = page(answer.text)
    assert answer.status_code == 400
    assert one(found, ".govuk-error-summary__body").text.strip() == LATE
    assert not found.select(".govuk-error-message")
    assert one(found, "title").text.startswith("Error:")
    assert one(found, "input[name=name]")["value"] == "Ann"
    assert one(found, "textarea").text.strip() == "<b>It hurt</b>"
    assert [box["value"] for box in found.select("input[checked]")] == ["other", "post"]
    assert one(found, "input[name=day-day]")["value"] == "3"
    assert "hidden" not in str(one(found, "input[name=secret]").get("value"))
    assert not app.extensions["done"]
    again = hidden_fields(found)
    assert again["form_key"] == hidden["form_key"]
    assert client.post("/form", data=again | {"name": "Ann"}).text == "sent"


def test_another_visitors_token_is_worth_nothing(client: FlaskClient, app: Flask) -> None:
    theirs = hidden_fields(page(app.test_client().get("/form").text))
    client.get("/form")
    assert client.post("/form", data=theirs | {"name": "Ann"}).status_code == 400
    assert not app.extensions["done"]


@pytest.mark.parametrize("origin", ["cross-site", "same-site"])
def test_a_token_from_a_page_of_another_host_is_refused(client: FlaskClient, app: Flask, origin: str) -> None:
    hidden = hidden_fields(page(client.get("/form").text))
    answer = client.post("/form", data=hidden | {"name": "Ann"}, headers={"Sec-Fetch-Site": origin})
    assert answer.status_code == 400
    assert not app.extensions["done"]


def test_browsers_that_say_it_is_their_own_page_are_believed(client: FlaskClient, app: Flask) -> None:
    hidden = hidden_fields(page(client.get("/form").text))
    assert client.post("/form", data=hidden | {"name": "A"}, headers={"Sec-Fetch-Site": "same-origin"}).text == "sent"


def test_a_partners_door_has_its_own_key(client: FlaskClient, app: Flask) -> None:
    assert client.post("/partner").text == "taken"
    assert app.extensions["done"] == ["partner"]


def test_the_cookie_holds_only_the_token_and_scripts_cannot_read_it(client: FlaskClient) -> None:
    cookie = client.get("/form").headers["Set-Cookie"]
    assert cookie.startswith("concord_form=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    with client.session_transaction() as session:
        assert set(session) == {"csrf_token"}


def test_a_page_without_a_form_sets_no_cookie(client: FlaskClient) -> None:
    assert "Set-Cookie" not in client.get("/").headers


def test_a_tampered_form_key_is_replaced(client: FlaskClient, app: Flask) -> None:
    for false_key in ("", "short", "x" * 65, "'; DROP TABLE referrals; --"):
        hidden = hidden_fields(page(client.get("/form").text)) | {"form_key": false_key, "name": "Ann"}
        client.post("/form", data=hidden)
    keys = {answers["key"] for answers in app.extensions["done"]}
    assert len(keys) == 4
    assert all(16 <= len(key) <= 64 for key in keys)


@pytest.mark.parametrize(
    "body", ['{"a":' * 5000, '{"who": {"$ne": 1}, "name": 5, "day": [[]]}', "[1, 2]", '"text"', "{"]
)
def test_what_is_no_form_is_read_as_an_empty_one(client: FlaskClient, app: Flask, body: str) -> None:
    token = hidden_fields(page(client.get("/form").text))["csrf_token"]
    answer = client.post("/form", data=body, content_type="application/json", headers={"X-CSRFToken": str(token)})
    assert answer.status_code == 200
    assert page(answer.text).select(".govuk-error-summary")
    assert app.extensions["done"] == []
