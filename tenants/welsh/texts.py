"""The national Welsh texts: every sentence of the platform and every national page, beside the English."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from babel.messages.pofile import read_po

from concord.web.translations import CATALOGUES
from tenants.registry.text_files import default_texts

CATALOGUE = CATALOGUES / "cy" / "LC_MESSAGES" / "messages.po"


@dataclass(frozen=True)
class Sentence:
    """A sentence in English and in Welsh; of a plural, each form on a line."""

    english: str
    welsh: str


@cache
def sentences() -> tuple[Sentence, ...]:
    """What the platform itself says to visitors, in the order of the alphabet."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="cy")
    found = (Sentence(_lines(message.id), _lines(message.string or "")) for message in catalogue if message.id)
    return tuple(sorted(found, key=lambda one: one.english.casefold()))


@cache
def fingerprint() -> str:
    """Changes with any Welsh word of the platform or of the national pages."""
    return hashlib.sha256("\n".join(_all_words()).encode()).hexdigest()[:16]


def _all_words() -> Iterator[str]:
    yield from (sentence.welsh for sentence in sentences())
    yield from (document.model_dump_json() for _key, document in sorted(default_texts("cy").items()))


def _lines(text: str | tuple[str, ...] | list[str]) -> str:
    return text if isinstance(text, str) else "\n".join(text)
