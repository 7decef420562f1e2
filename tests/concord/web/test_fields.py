"""What people type, as it arrives: forgiven where it can be understood, refused in plain words where not."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from web_sample import hidden_fields, one, page

from concord.web.dates import uk_today
from concord.web.phones import kept_number, phone_for_people, tel_address
from concord.web.text import tidy, tidy_line

Send = Callable[..., BeautifulSoup]


def sent(app: Flask) -> dict[str, Any]:
    assert len(app.extensions["done"]) == 1
    answers: dict[str, Any] = app.extensions["done"][0]
    return answers


def fault(found: BeautifulSoup) -> tuple[str, str]:
    """The only line of the error summary, and the id of the place it leads to, which exists."""
    link = one(found, ".govuk-error-summary__list a")
    place = str(link["href"]).removeprefix("#")
    assert found.find(id=place), place
    assert link.text in one(found, ".govuk-error-message").text
    return link.text, place


def test_every_field_arrives_in_its_own_type(app: Flask, send: Send) -> None:
    send(
        who="other",
        name=" Siân  Ŵyn 🌈 ",
        phone="07700 900 123",
        email="Ann@Example.COM",
        day__day="3",
        day__month="mar",
        day__year="2026",
        what="One\r\nTwo",
        ways=["phone", "post"],
        safe="no",
        area="bedfordshire",
        people="1 2",
        secret=" keep me ",
        code="123 456",
        agree="y",
    )
    answers = sent(app)
    assert len(answers.pop("key")) >= 16
    assert answers == {
        "who": "other",
        "name": "Siân Ŵyn 🌈",
        "phone": "+447700900123",
        "email": "Ann@example.com",
        "day": date(2026, 3, 3),
        "what": "One\nTwo",
        "ways": ["phone", "post"],
        "safe": "no",
        "area": "bedfordshire",
        "people": "12",
        "secret": " keep me ",
        "code": "123456",
        "paper": None,
        "agree": True,
    }


def test_answers_that_are_left_out_are_empty(app: Flask, send: Send) -> None:
    send(name="Ann")
    answers = sent(app)
    answers.pop("key")
    assert answers == {
        "who": "",
        "name": "Ann",
        "phone": "",
        "email": "",
        "day": None,
        "what": "",
        "ways": [],
        "safe": "",
        "area": "",
        "people": "",
        "secret": "",
        "code": "",
        "paper": None,
        "agree": False,
    }


def test_a_missing_answer_is_named_at_its_field_and_above_the_page(app: Flask, send: Send) -> None:
    found = send(what="kept")
    assert fault(found) == ("Enter your name", "name")
    assert one(found, "textarea").text.strip() == "kept"
    assert one(found, "title").text == "Error: Contact form"
    assert not app.extensions["done"]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": "a" * 201}, "Use 200 characters or fewer. You used 201."),
        ({"what": "a" * 501}, "Use 500 characters or fewer. You used 501."),
        ({"name": "a\x00b"}, "Take out the characters that cannot be shown. They may come from copying and pasting."),
        ({"what": "a\x1bb"}, "Take out the characters that cannot be shown. They may come from copying and pasting."),
        ({"phone": "12345"}, "Enter a telephone number like 01632 960 001 or 07700 900 982"),
        ({"phone": "call my mum"}, "Enter a telephone number like 01632 960 001 or 07700 900 982"),
        ({"email": "ann at example"}, "Enter an e-mail address like name@example.com"),
        ({"people": "a few"}, "Enter a whole number in figures, like 12"),
        ({"people": "51"}, "Enter a number from 1 to 50"),
        ({"who": "admin"}, "Choose from the answers on this page"),
        ({"area": "elsewhere"}, "Choose from the answers on this page"),
        ({"ways": ["phone", "pigeon"]}, "Choose from the answers on this page"),
        ({"secret": "x" * 1001}, "Use 1000 characters or fewer"),
    ],
)
def test_what_cannot_be_understood_is_said_at_its_field(
    app: Flask, send: Send, typed: dict[str, Any], message: str
) -> None:
    found = send(**{"name": "Ann", **typed})
    assert fault(found)[0] == message
    assert not app.extensions["done"]


@pytest.mark.parametrize(
    ("parts", "message", "place"),
    [
        (("31", "2", "2026"), "Enter a real date, like 27 3 2026", "day-day"),
        (("x", "y", "2026"), "Enter a real date, like 27 3 2026", "day-day"),
        (("1", "", ""), "The date must have a month and a year", "day-month"),
        (("1", "1", "26"), "The year must have 4 numbers, like 2026", "day-year"),
        (("1", "1", "1899"), "The date must be 1 January 1900 or later", "day-day"),
        (("1", "1", "9999"), "The date must be today or in the past", "day-day"),
    ],
)
def test_a_date_that_cannot_be_is_explained(send: Send, parts: tuple[str, str, str], message: str, place: str) -> None:
    found = send(name="Ann", day__day=parts[0], day__month=parts[1], day__year=parts[2])
    assert fault(found) == (message, place)
    assert [str(box.get("value", "")) for box in found.select(".govuk-date-input__input")] == list(parts)


@pytest.mark.parametrize("month", ["11", "November", "nov", "Tachwedd", " NOVEMBER "])
def test_a_month_may_be_a_word_in_either_language(app: Flask, send: Send, month: str) -> None:
    send(name="Ann", day__day="01", day__month=month, day__year="2020")
    assert sent(app)["day"] == date(2020, 11, 1)


def test_today_is_not_in_the_future_but_tomorrow_is(app: Flask, send: Send) -> None:
    today = uk_today()
    send(name="Ann", day__day=str(today.day), day__month=str(today.month), day__year=str(today.year))
    assert sent(app)["day"] == today
    later = today + timedelta(days=2)
    found = send(name="Ann", day__day=str(later.day), day__month=str(later.month), day__year=str(later.year))
    assert fault(found)[0] == "The date must be today or in the past"


def test_a_date_sent_with_too_many_parts_is_read_once(client: FlaskClient, app: Flask) -> None:
    hidden = hidden_fields(page(client.get("/form").text))
    client.post(
        "/form",
        data=hidden | {"name": "Ann", "day": ["1", "2"], "day-day": ["1", "9"], "day-month": "2", "day-year": "2020"},
    )
    assert sent(app)["day"] == date(2020, 2, 1)


def test_what_was_typed_stays_and_is_never_markup(send: Send) -> None:
    nasty = "</textarea><script>alert(1)</script>\"'>"
    found = send(**dict.fromkeys(("name", "phone", "email", "what", "people", "code", "day__day"), nasty))
    scripts = [str(script.get("src")).split(".")[0] for script in found.find_all("script")]
    assert scripts == ["/assets/leave", "/assets/concord"]  # the layout's own
    for name in ("phone", "email", "people", "code", "day-day"):
        assert one(found, f"input[name='{name}']")["value"].strip() == nasty  # type: ignore[union-attr]  # one value
    assert one(found, "textarea").text.strip() == nasty


def test_a_password_is_never_shown_again(send: Send) -> None:
    found = send(secret="violet harbour")
    assert "violet" not in str(found)


@pytest.mark.parametrize(
    ("written", "kept", "shown"),
    [
        ("07700900123", "+447700900123", "07700 900123"),
        ("+44 (0)7700 900 123", "+447700900123", "07700 900123"),
        ("0044 7700 900123", "+447700900123", "07700 900123"),
        ("(01632) 960-001", "+441632960001", "01632 960001"),
        ("020 7946 0958 ext 12", "+442079460958;ext=12", "020 7946 0958 x12"),
        ("+353 1 234 5678", "+35312345678", "+353 1 234 5678"),
        ("999", "", "999"),
    ],
)
def test_numbers_are_kept_in_one_form(written: str, kept: str, shown: str) -> None:
    assert kept_number(written) == kept
    assert phone_for_people(kept or written) == shown


def test_a_number_pasted_from_a_phone_loses_its_invisible_marks(app: Flask, send: Send) -> None:
    send(name="Ann", phone="\u202a+44\xa07700\xa0900123\u202c")
    assert sent(app)["phone"] == "+447700900123"


def test_a_number_can_be_called_from_the_page() -> None:
    assert tel_address("0300 123 4567") == "tel:+443001234567"
    assert tel_address("999") == "tel:999"


def test_a_file_arrives_with_the_form(client: FlaskClient, app: Flask) -> None:
    found = page(client.get("/form").text)
    assert one(found, "main form")["enctype"] == "multipart/form-data"
    client.post("/form", data=hidden_fields(found) | {"name": "Ann", "paper": (io.BytesIO(b"words"), "letter.txt")})
    assert sent(app)["paper"].filename == "letter.txt"


@given(st.text())
def test_tidying_is_done_once_or_refused(text: str) -> None:
    for tidied in (tidy, tidy_line):
        try:
            once = tidied(text)
        except ValueError:
            continue
        assert tidied(once) == once
        assert once == once.strip()
        assert "\x00" not in once
        assert "\r" not in once


def test_the_family_stays_one_picture_and_letters_are_composed() -> None:
    assert tidy("👩‍👩‍👧 e\u0301 w\u0302") == "👩‍👩‍👧 é ŵ"
