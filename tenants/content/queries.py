"""Reads of what a service says: its own published texts, and the national ones where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import aliased

from concord.database import db
from tenants.content.models import TextPublication, TextVersion
from tenants.registry.text_files import default_texts
from tenants.registry.texts import DOCUMENTS, PageText, Text, TextKey, TextKind


@dataclass(frozen=True)
class Shown:
    """A text as visitors read it, the language it is in, and whether it is the service's own."""

    kind: TextKind
    key: str
    language: str
    document: Any
    is_own: bool


def page(slug: str, language: str = "en") -> Shown | None:
    """A page in the service's own words, else the national ones; None when nobody wrote one."""
    return _in_language(TextKind.PAGE, language, slug).get(slug)


def page_text(slug: str, language: str = "en") -> PageText | None:
    """The words of `page`."""
    found = page(slug, language)
    return found.document if found else None


def listed(kind: TextKind, language: str = "en") -> list[Shown]:
    """Every published text of a kind in the service's order."""
    return sorted(_in_language(kind, language).values(), key=lambda shown: (shown.document.position, shown.key))


def _in_language(kind: TextKind, language: str, key: str | None = None) -> dict[str, Shown]:
    """By key. What is not there in Welsh is there in English, and says so."""
    own = _published(kind, key)
    found: dict[str, Shown] = {}
    for tongue in dict.fromkeys(("en", language)):
        defaults = _defaults(kind, tongue, key)
        for name in {*defaults, *(own_key for own_key, own_language in own if own_language == tongue)}:
            mine = own.get((name, tongue))
            english = own.get((name, "en"))
            if mine is not None:
                found[name] = Shown(kind, name, tongue, mine, is_own=True)
            elif tongue == "en" or english is None:  # the national Welsh does not say what a service's own English says
                found[name] = Shown(kind, name, tongue, defaults[name], is_own=False)
    return found


def _defaults(kind: TextKind, language: str, key: str | None) -> Mapping[str, Text]:
    return {name: text for (known, name), text in default_texts(language).items()
            if known == kind and key in {None, name}}


def _published(kind: TextKind, key: str | None) -> dict[tuple[str, str], Text]:
    """The service's own texts that are shown now, by key and language: one statement."""
    newest = (
        select(TextPublication.kind, TextPublication.key, TextPublication.language, TextPublication.number)
        .where(TextPublication.kind == kind, *([TextPublication.key == key] if key else []))
        .ext(distinct_on(TextPublication.key, TextPublication.language))
        .order_by(TextPublication.key, TextPublication.language, TextPublication.published_at.desc(),
                  TextPublication.id.desc())
        .subquery()
    )
    version = aliased(TextVersion)
    statement = select(version.key, version.language, version.document).join(newest, and_(
        version.kind == newest.c.kind, version.key == newest.c.key, version.language == newest.c.language,
        version.number == newest.c.number,
    ))
    return {(row.key, row.language): DOCUMENTS[kind].model_validate(row.document)
            for row in db.session.execute(statement)}


def default_text(key: TextKey, language: str = "en") -> Text | None:
    """The national wording; None where the platform has none."""
    return default_texts(language).get(key)
