"""The Welsh is whole: every sentence that visitors read, and every national text, with all that is filled into it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from tenants.registry.text_files import default_texts
from tenants.registry.texts import TextKey, TextKind
from tenants.registry.words import PLACEHOLDER
from tenants.welsh.texts import CATALOGUE

ROOT = Path(__file__).parents[3]
VALUE = re.compile(r"%\((\w+)\)[sd]")
MARKUP = re.compile(r"<[^>]*>|“")
LINK = re.compile(r"\]\(([^)]*)\)")
BLOCK = re.compile(r"^(#+|-|\d+\.) ", re.MULTILINE)  # headings and entries of lists
SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
ENGLISH, WELSH = default_texts("en"), default_texts("cy")


def catalogue() -> Catalog:
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="cy")


MESSAGES = [message for message in catalogue() if message.id]


def english_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[-1]


def forms_of(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def in_the_code() -> Iterator[str | tuple[str, ...]]:
    """What infra/translate finds, by the same mapping and keywords."""
    mapping = io.StringIO((ROOT / "infra/babel.cfg").read_text())
    methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]  # babel has no types here
    script = (ROOT / "infra/translate").read_text()
    keywords = DEFAULT_KEYWORDS | parse_keywords(re.findall(r"--keyword (\S+)", script))
    found = extract_from_dir(ROOT, methods, options, keywords, directory_filter=is_ours)
    yield from (message for _file, _line, message, _comments, _context in found)


def is_ours(folder: str) -> bool:
    return Path(folder).name not in {"node_modules", "tests"} and not Path(folder).name.startswith(".")


def test_the_catalogue_holds_what_visitors_read_and_nothing_else() -> None:
    """When this fails: run infra/translate, and write the Welsh of what is new."""
    assert {message.id for message in MESSAGES} ^ set(in_the_code()) == set()


def test_every_sentence_has_its_welsh_in_every_form_a_number_asks_for() -> None:
    number = catalogue().num_plurals
    assert number == 5
    for message in MESSAGES:
        forms = forms_of(message)
        assert len(forms) == (number if message.pluralizable else 1), message.id
        assert all(forms), message.id
        assert not message.fuzzy, message.id


def test_the_welsh_keeps_what_is_filled_in_and_what_is_marked_up() -> None:
    for message in MESSAGES:
        english = english_of(message)
        for welsh in forms_of(message):
            assert sorted(set(VALUE.findall(welsh))) == sorted(set(VALUE.findall(english))), message.id
            assert len(MARKUP.findall(welsh)) == len(MARKUP.findall(english)), message.id


def test_the_compiled_catalogue_is_made_from_the_written_one() -> None:
    compiled = io.BytesIO()
    write_mo(compiled, catalogue())
    assert CATALOGUE.with_suffix(".mo").read_bytes() == compiled.getvalue()


def test_every_national_text_is_there_in_welsh() -> None:
    assert ENGLISH.keys() == WELSH.keys()


@pytest.mark.parametrize("key", sorted(ENGLISH), ids=lambda key: f"{key[0]}-{key[1]}")
def test_a_welsh_text_asks_for_the_same_facts_and_leads_to_the_same_pages(key: TextKey) -> None:
    english, welsh = words(key, "en"), words(key, "cy")
    assert english != welsh
    assert set(PLACEHOLDER.findall(welsh)) == set(PLACEHOLDER.findall(english))
    assert LINK.findall(welsh) == LINK.findall(english)
    assert BLOCK.findall(welsh) == BLOCK.findall(english)


@pytest.mark.parametrize("key", sorted(ENGLISH), ids=lambda key: f"{key[0]}-{key[1]}")
def test_a_welsh_text_says_as_much_as_the_english_one(key: TextKey) -> None:
    """A sentence that came to the English alone, or went from it, is noticed."""
    english, welsh = ([len(SENTENCE_END.findall(part)) for part in words(key, language).split("\n\n")]
                      for language in ("en", "cy"))
    assert welsh == english


def test_a_figure_is_of_the_same_day_in_both_languages() -> None:
    for key, english in ENGLISH.items():
        if key[0] == TextKind.STATISTIC:
            assert WELSH[key].model_dump()["date"] == english.model_dump()["date"]


def words(key: TextKey, language: str) -> str:
    document = default_texts(language)[key].model_dump()
    return "\n".join(value for value in document.values() if isinstance(value, str))
