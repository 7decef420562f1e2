"""What goes wrong is said plainly, repeats nothing, and leaves a trace that names nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from web_sample import one, page, sample_app

SECRET = "Ann-Person-of-Luton"


def test_unknown_addresses_of_every_kind_give_the_same_page(client: FlaskClient) -> None:
    pages = [
        client.get(address)
        for address in ("/nowhere", f"/{SECRET}", "/team/cases/123", "/assets/none.css", "/wp-admin.php")
    ]
    assert {answer.status_code for answer in pages} == {404}
    assert len({answer.text for answer in pages}) == 1
    assert SECRET not in pages[1].text


def test_a_failure_shows_a_code_that_the_log_knows_and_nothing_else(
    client: FlaskClient, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = client.get(f"/person/{SECRET}/break?phone=07700900123")
    assert answer.status_code == 500
    incident = one(page(answer.text), ".concord-code").text
    logged = capsys.readouterr().err
    for private in (SECRET, "07700900123", "no such person"):
        assert private not in answer.text
        assert private not in logged
    lines = [json.loads(line) for line in logged.splitlines()]
    failure, request = lines
    assert (failure["incident"], failure["rule"], failure["failure"]) == (
        incident,
        "/person/<name>/break",
        "RuntimeError",
    )
    assert failure["place"][-1].endswith(" broken")
    assert (request["method"], request["rule"], request["status"]) == ("GET", "/person/<name>/break", 500)
    assert failure["request_id"] == request["request_id"] == answer.headers["X-Request-Id"]


def test_two_failures_have_two_codes(client: FlaskClient) -> None:
    codes = {one(page(client.get("/person/x/break").text), ".concord-code").text for _time in range(5)}
    assert len(codes) == 5


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_a_developer_may_see_the_message_where_all_people_are_invented(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], demo: bool, shown: bool
) -> None:
    sample_app(tmp_path, log_level="debug", demo=demo).test_client().get("/person/x/break")
    assert ("no such person: x" in capsys.readouterr().err) is shown


def test_the_sorry_page_comes_even_when_the_brand_cannot_be_loaded(tmp_path: Path) -> None:
    answer = sample_app(tmp_path).test_client().get("/broken-brand")
    assert answer.status_code == 500
    assert one(page(answer.text), "h1").text == "Sorry, something went wrong"


def test_the_sorry_page_comes_even_when_no_page_can_be_drawn(tmp_path: Path) -> None:
    app = sample_app(tmp_path)
    del app.jinja_env.globals["asset"]
    answer = app.test_client().get("/person/x/break")
    assert answer.status_code == 500
    assert "Sorry, something went wrong" in answer.text


def test_a_wrong_method_says_which_are_right(client: FlaskClient) -> None:
    answer = client.get("/act")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert one(page(answer.text), "h1").text == "This cannot be done here"


def test_a_form_with_too_many_parts_is_too_big(client: FlaskClient) -> None:
    answer = client.post(
        "/form", data={f"field{number}": "x" for number in range(600)}, content_type="multipart/form-data"
    )
    assert answer.status_code == 413
    assert one(page(answer.text), "h1").text == "What you sent is too big"
    assert "A file can have up to 10 MB" in answer.text


def test_a_story_longer_than_any_story_is_too_big(client: FlaskClient) -> None:
    assert client.post("/form", data={"what": "x" * 500_001}).status_code == 413


def test_error_pages_are_never_kept_or_listed(client: FlaskClient) -> None:
    for address in ("/nowhere", "/person/x/break"):
        headers = client.get(address).headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["X-Robots-Tag"] == "noindex, nofollow"
