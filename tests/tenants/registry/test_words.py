"""Pages filled with a service's facts: what is not set leaves nothing behind."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tenants.registry.packs import known_packs, load_known_pack
from tenants.registry.profile import ServiceProfile, read_profile
from tenants.registry.text_files import default_texts
from tenants.registry.texts import PageText, QuestionText, StoryText, Text
from tenants.registry.words import PLACEHOLDERS, fill

Build = Callable[..., dict[str, Any]]
# What putting nothing in the place of a value would leave: braces, links to nothing, "e-mail us on .", empty entries.
LEFT_BEHIND = re.compile(r"[{}]|\[\]|:\)|\s[.,;:]|^\s*([-*]|\d+\.)?\s*$\n(?=\s*$\n)", re.MULTILINE)
PUBLIC_TEXTS = [
    (f"{owner}/{kind}/{key}", text)
    for owner, texts in [("default", default_texts()), *((slug, load_known_pack(slug).texts) for slug in known_packs())]
    for (kind, key), text in texts.items()
]


@pytest.fixture
def bare(least: Build) -> ServiceProfile:
    return read_profile(least())


@pytest.mark.parametrize(("text", "expected"), [
    ("We are {service}. Call {phone} now. Come in.", "We are Well Springs. Come in.\n"),
    ("You can write\nto us on {email}. We answer.", "We answer.\n"),
    ("Before.\n\nE-mail us on {email}.\n\nAfter.", "Before.\n\nAfter.\n"),
    ("- Call {phone}.\n- Come in.", "- Come in.\n"),
    ("1. Call {phone}. Ask for help.\n2. Wait.", "1. Ask for help.\n2. Wait.\n"),
    ("## E-mail\n\nUse {email}.\n\n## Here\n\nCome in.", "## Here\n\nCome in.\n"),
    ("## Reach us\n\n### E-mail\n\n{email}\n", "\n"),
    ("## Reach us\n\n### E-mail\n\n{email}\n\n### Here\n\nCome in.", "## Reach us\n\n### Here\n\nCome in.\n"),
    ("The {harmed} and the {worker}.", "The person harmed and the facilitator.\n"),
])
def test_a_sentence_about_what_is_not_set_is_left_out(bare: ServiceProfile, text: str, expected: str) -> None:
    assert fill(text, bare) == expected


def test_what_is_set_is_printed_and_the_phone_can_be_dialled(least: Build) -> None:
    profile = read_profile(least(contact={"phone": "0808 157 0100", "email": "team@example.org"}))
    text = "Call [{phone}](tel:{phone_link}) or e-mail {email}."
    assert fill(text, profile) == "Call [0808 157 0100](tel:+448081570100) or e-mail team@example.org.\n"


def test_words_without_placeholders_are_left_as_they_are(bare: ServiceProfile) -> None:
    text = "# One\n\n## Two\n\nA line\nand another.  Spaces  stay.\n\n    code\n"
    assert fill(text, bare) == text


def test_a_name_with_markdown_in_it_stands_for_itself(least: Build) -> None:
    profile = read_profile(least(name="Well *Springs* <b>[x](y)"))
    assert fill("{service}", profile) == "Well \\*Springs\\* \\<b\\>\\[x\\](y)\n"


def test_an_address_of_several_lines_becomes_one(least: Build) -> None:
    profile = read_profile(least(contact={"address": "1 High Street,\nBedford\n\nMK40 1AA"}))
    assert fill("Write to {address}.", profile) == "Write to 1 High Street, Bedford, MK40 1AA.\n"


def markdown_of(text: Text) -> str:
    match text:
        case PageText() | StoryText():
            return text.body or ""
        case QuestionText():
            return text.answer
    return ""


@pytest.mark.parametrize(("name", "text"), PUBLIC_TEXTS, ids=[name for name, _text in PUBLIC_TEXTS])
def test_no_public_text_prints_an_empty_line_for_what_is_not_set(bare: ServiceProfile, name: str, text: Text) -> None:
    filled = fill(markdown_of(text), bare)
    assert not LEFT_BEHIND.search(filled), name
    assert not re.search(r"^#+ .*\n\n(#|$)", filled, re.MULTILINE), "a heading with nothing below it"


@pytest.mark.parametrize("placeholder", sorted(PLACEHOLDERS))
def test_every_placeholder_is_filled_when_it_is_set(least: Build, placeholder: str) -> None:
    whole = read_profile(least(
        provider=[{"name": "A provider"}], commissioner=[{"name": "A commissioner", "type": "pcc"}],
        contact={"phone": "0808 157 0100", "phone_hours": "Weekdays", "out_of_hours": "Leave a message.",
                 "email": "team@example.org", "secure_email": "team@example.cjsm.net", "address": "Bedford",
                 "website": "https://example.org"},
        controller={"name": "A controller", "ico_number": "ZA123456", "lawful_basis": "A law.", "retention": "A year.",
                    "privacy_contact": {"email": "privacy@example.org", "address": "Bedford"},
                    "protection_officer": {"email": "officer@example.org"}},
    ))
    assert len(fill("{" + placeholder + "}", whole)) > 1
