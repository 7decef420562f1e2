"""Texts of a pack: each checked like the profile, each fault named with its place."""

from __future__ import annotations

from typing import Any

import pytest

from tenants.registry.faults import ProfileError
from tenants.registry.text_files import texts_of
from tenants.registry.texts import PageNames, QuestionText, TextKind, read_document

STATISTIC = {"key": "less", "text": "Less reoffending", "figure": "27%", "scope": "Conference trials",
             "source": "Ministry of Justice", "date": "2026-06-01"}
QUESTION = {"key": "free", "question": "Is it free?", "answer": "Yes."}


def faults(data: dict[str, Any]) -> list[str]:
    with pytest.raises(ProfileError) as refused:
        texts_of(data)
    return refused.value.messages


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in STATISTIC.items() if key != name}


@pytest.mark.parametrize(("data", "message"), [
    ({"films": [{"key": "one", "title": "A film", "description": "Shown.", "address": "http://example.org"}]},
     "films.1.address: must be a web address that starts with https://"),
    ({"stories": [{"key": "one", "title": "A story"}]}, "stories.1.summary: is missing"),
    ({"statistics": [without("scope")]}, "statistics.1.scope: is missing"),
    ({"statistics": [STATISTIC | {"scope": " "}]}, "statistics.1.scope: must not be empty"),
    ({"statistics": [without("source")]}, "statistics.1.source: is missing"),
    ({"statistics": [without("date")]}, "statistics.1.date: is missing"),
    ({"statistics": [without("key")]}, "statistics.1: needs a key of small letters, numbers and hyphens"),
    ({"statistics": [STATISTIC | {"key": "../x"}]}, "statistics.1: needs a key of small letters, numbers and hyphens"),
    ({"statistics": [STATISTIC, STATISTIC]}, "statistics.2.key: names the same thing twice"),
    ({"questions": [QUESTION | {"answer": "Call {phon}."}]}, "questions.1.answer: {phon} is not known here; "),
])
def test_each_fault_of_a_text_is_named_once_with_its_place(data: dict[str, Any], message: str) -> None:
    assert [fault[:len(message)] for fault in faults(data)] == [message]


@pytest.mark.parametrize(("pages", "message"), [
    (["refer"], "pages: refer is an address Concord itself uses"),
    (["home", "home"], "pages: names the same thing twice"),
])
def test_a_page_has_an_address_of_its_own(pages: list[str], message: str) -> None:
    with pytest.raises(ProfileError) as refused:
        read_document(PageNames, {"pages": pages})
    assert refused.value.messages == [message]


def test_texts_keep_the_order_of_the_file() -> None:
    texts = texts_of({"questions": [QUESTION, QUESTION | {"key": "safe"}]})
    positions = {key: text.position for key, text in texts.items() if isinstance(text, QuestionText)}
    assert positions == {(TextKind.QUESTION, "free"): 10, (TextKind.QUESTION, "safe"): 20}
