"""Two people change one record: each sees what the other wrote and what stood there before, and nothing is lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from bs4 import BeautifulSoup
from flask import Flask

from concord.database.columns import uuid7
from concord.database.encryption import FileWrapper, KeyRing
from concord.tenancy import scope
from concord.web.dates import DateField
from concord.web.edits import EditForm
from concord.web.fields import ChoiceField, ChoicesField, ConfirmField, PhoneField, TextField, YesNoField

WAS: dict[str, Any] = {
    "name": "Hattie Example", "phone": "+447700900123", "day": date(2026, 3, 1), "safe": "yes", "ways": ["phone"],
    "ready": None, "agreed": False,
}


class RecordForm(EditForm):
    name = TextField("Name")
    phone = PhoneField("Phone")
    day = DateField("Day")
    safe = ChoiceField("Is it safe?", [("yes", "It is safe"), ("no", "It is not safe")])
    ways = ChoicesField("Ways", [("phone", "By phone"), ("post", "By post")])
    ready = YesNoField("Ready?")
    agreed = ConfirmField("Agreed")


Page = Callable[..., AbstractContextManager[RecordForm]]
HERE, ELSEWHERE = uuid7(), uuid7()


@pytest.fixture
def page(app: Flask, tmp_path: Path) -> Page:
    """Opens the page of the record as a browser would, or sends it, at one of two services with keys of their own."""
    (tmp_path / "key").write_text(os.urandom(32).hex())
    ring = app.extensions["concord.keys"] = KeyRing(FileWrapper(tmp_path / "key"))
    key_id = uuid7()
    for service in (HERE, ELSEWHERE):
        ring._remember(service, key_id, os.urandom(32))

    @contextmanager
    def shown(sent: dict[str, Any] | None = None, path: str = "/record", at: UUID = HERE) -> Iterator[RecordForm]:
        method = "GET" if sent is None else "POST"
        with app.test_request_context(path, method=method, data=sent), scope.bound_to(at):
            yield RecordForm(meta={"csrf": False})

    return shown


def opened(page: Page, values: dict[str, Any], **where: Any) -> dict[str, Any]:
    """What a browser sends of the page when nothing is typed."""
    with page(**where) as form:
        form.load(values)
        answers = {
            "seen": form.seen.data, "name": form.name.data, "phone": form.phone.data, "safe": form.safe.data,
            "ways": form.ways.data, "ready": form.ready.data or "", "agreed": "y" if form.agreed.data else None,
        }
        answers |= {f"day-{part}": text for part, text in form.day.parts.items()}
    return {name: value for name, value in answers.items() if value is not None}


def words(form: RecordForm, name: str) -> str:
    return " ".join(BeautifulSoup(str(form[name]()), "html5lib").get_text(" ").split())


def test_a_record_that_nobody_else_changed_is_saved(page: Page) -> None:
    with page(opened(page, WAS) | {"name": "Hattie New"}) as form:
        assert form.validate_on_submit()
        assert not form.changed_by_others(WAS)
        assert form.answers["name"] == "Hattie New"
        assert "seen" not in form.answers


def test_both_changes_and_the_original_stand_on_the_page_and_the_second_sending_saves(page: Page) -> None:
    mine = opened(page, WAS) | {"name": "Hattie Mine", "day-day": "2"}
    theirs = WAS | {"name": "Hattie Theirs", "day": date(2026, 3, 9), "phone": "+447700900456", "agreed": True}
    with page(mine) as form:
        assert form.validate_on_submit()
        assert form.changed_by_others(theirs)
        assert 'value="Hattie Mine"' in str(form.name())
        assert "What it was Hattie Example What somebody else wrote Hattie Theirs" in words(form, "name")
        assert "What it was 1 March 2026 What somebody else wrote 9 March 2026" in words(form, "day")
        assert form.name.data == "Hattie Mine"
        assert form.phone.data == "+447700900456", "a field that I left alone says what they wrote"
        assert "07700 900123 What somebody else wrote 07700 900456" in words(form, "phone")
        assert "What somebody else wrote Yes" in words(form, "agreed")
        assert {error.get("href") for error in form.error_list} == {None, "#name", "#day-day"}
        again = mine | {"seen": form.seen.data, "phone": form.phone.data, "agreed": "y"}
    with page(again) as form:
        assert form.validate_on_submit()
        assert not form.changed_by_others(theirs)
        assert form.answers["name"] == "Hattie Mine"
        assert form.answers["agreed"] is True


def test_two_who_write_the_same_do_not_disturb_each_other(page: Page) -> None:
    with page(opened(page, WAS) | {"safe": "no", "ways": ["post", "phone"]}) as form:
        assert form.validate_on_submit()
        assert not form.changed_by_others(WAS | {"safe": "no", "ways": ["phone", "post"]})


def test_choices_are_told_in_their_words(page: Page) -> None:
    with page(opened(page, WAS)) as form:
        assert form.validate_on_submit()
        assert form.changed_by_others(WAS | {"safe": "no", "ways": [], "ready": True})
        assert "What it was It is safe What somebody else wrote It is not safe" in words(form, "safe")
        assert "What it was By phone What somebody else wrote Nothing" in words(form, "ways")
        assert "What somebody else wrote Yes" in words(form, "ready")


def test_what_the_page_showed_is_neither_read_nor_made_up_nor_taken_elsewhere(page: Page) -> None:
    mine = opened(page, WAS)
    assert b"Hattie" not in mine["seen"].encode()
    forged = mine["seen"][:-6] + "AAAAA="
    elsewhere = opened(page, WAS, at=ELSEWHERE)["seen"]
    another = opened(page, WAS, path="/another")["seen"]
    for seen in (forged, elsewhere, another, "", "nonsense", "ö"):
        with page(mine | {"name": "Mine", "seen": seen}) as form:
            assert form.validate_on_submit()
            assert form.changed_by_others(WAS), seen
            assert form.name.data == "Mine"


def test_html_that_somebody_else_wrote_is_only_text(page: Page) -> None:
    with page(opened(page, WAS) | {"name": "Mine"}) as form:
        assert form.validate_on_submit()
        assert form.changed_by_others(WAS | {"name": "<b>bold</b>"})
        assert "<b>" not in str(form.name())


def test_opening_the_page_fills_it_in_and_sending_it_does_not(page: Page) -> None:
    with page() as form:
        form.load(WAS)
        assert form.name.data == "Hattie Example"
    with page({"name": "Typed", "seen": ""}) as form:
        form.load(WAS)
        assert (form.name.data, form.seen.data) == ("Typed", "")
