"""Reads of what a service says: its own published texts, and the national ones where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on

from concord.database import db
from tenants.content.models import TextName, TextPublication, TextVersion
from tenants.content.policy import TRANSLATED
from tenants.content.standing import Standing, standings
from tenants.registry.text_files import default_texts
from tenants.registry.texts import DOCUMENTS, PageText, Text, TextKey, TextKind

TITLES = ("title", "question", "text")  # the part of a text that names it


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


def one(kind: TextKind, key: str, language: str = "en") -> Shown | None:
    """One published text by its key."""
    return _in_language(kind, language, key).get(key)


def page_text(slug: str, language: str = "en") -> PageText | None:
    """The words of `page`."""
    found = page(slug, language)
    return found.document if found else None


def listed(kind: TextKind, language: str = "en") -> list[Shown]:
    """Every published text of a kind in the service's order."""
    return sorted(_in_language(kind, language).values(), key=lambda shown: (shown.document.position, shown.key))


def own_titles(language: str = "en") -> dict[TextKey, str]:
    """What the service itself shows, by its title; empty where it took a national text off its site. One statement."""
    newest = (
        select(TextPublication)
        .ext(distinct_on(TextPublication.kind, TextPublication.key, TextPublication.language))
        .order_by(TextPublication.kind, TextPublication.key, TextPublication.language,
                  TextPublication.published_at.desc(), TextPublication.id.desc())
        .subquery()
    )
    statement = (
        select(newest.c.kind, newest.c.key, func.coalesce(*(TextVersion.document[part].astext for part in TITLES), ""))
        .outerjoin_from(newest, TextVersion, and_(
            TextVersion.kind == newest.c.kind, TextVersion.key == newest.c.key,
            TextVersion.language == newest.c.language, TextVersion.number == newest.c.number,
        ))
        .where(newest.c.hidden | newest.c.number.is_not(None), newest.c.language.in_(("en", language)))
        .order_by(newest.c.language != "en")  # the title in the visitor's language replaces the English one
    )
    return {(TextKind(kind), key): title for kind, key, title in db.session.execute(statement)}


def _in_language(kind: TextKind, language: str, key: str | None = None) -> dict[str, Shown]:
    """By key. What is not there in Welsh is there in English, and says so."""
    own = _published(kind, key)
    found: dict[str, Shown] = {}
    for tongue in dict.fromkeys(("en", language)):
        defaults = _defaults(kind, tongue, key)
        for name in {*defaults, *(own_key for own_key, own_language in own if own_language == tongue)}:
            mine, english = own.get((name, tongue)), own.get((name, "en"))
            if (name, "en") in own and english is None:  # taken off the site
                continue
            if mine is not None:
                found[name] = Shown(kind, name, tongue, _beside(found.get(name), mine), is_own=True)
            elif tongue == "en" or english is None:  # the national Welsh does not say what a service's own English says
                found[name] = Shown(kind, name, tongue, _beside(found.get(name), defaults[name]), is_own=False)
    return found


def _beside(english: Shown | None, text: Text) -> Text:
    """A Welsh text says the same as the English one and nothing about its order, addresses or consent."""
    if english is None:
        return text
    said = {part: getattr(text, part) for part in TRANSLATED[english.kind]}
    whole: Text = english.document.model_copy(update=said)
    return whole


def _defaults(kind: TextKind, language: str, key: str | None) -> Mapping[str, Text]:
    return {name: text for (known, name), text in default_texts(language).items()
            if known == kind and key in {None, name}}


def _published(kind: TextKind, key: str | None) -> dict[tuple[str, str], Text | None]:
    """The service's own texts that are shown now, by key and language: one statement. None is taken off the site."""
    newest = (
        select(TextPublication.key, TextPublication.language, TextPublication.number, TextPublication.hidden)
        .where(TextPublication.kind == kind, *([TextPublication.key == key] if key else []))
        .ext(distinct_on(TextPublication.key, TextPublication.language))
        .order_by(TextPublication.key, TextPublication.language, TextPublication.published_at.desc(),
                  TextPublication.id.desc())
        .subquery()
    )
    statement = select(newest.c.key, newest.c.language, newest.c.hidden, TextVersion.document).outerjoin(
        TextVersion, and_(
            TextVersion.kind == kind, TextVersion.key == newest.c.key, TextVersion.language == newest.c.language,
            TextVersion.number == newest.c.number,
        )).where(or_(newest.c.hidden, newest.c.number.is_not(None)))
    return {(row.key, row.language): None if row.hidden else DOCUMENTS[kind].model_validate(row.document)
            for row in db.session.execute(statement)}


def default_text(key: TextKey, language: str = "en") -> Text | None:
    """The national wording; None where the platform has none."""
    return default_texts(language).get(key)


def unreviewed_welsh() -> list[TextName]:
    """What visitors read in the service's own English and not in reviewed Welsh. National texts are not among them."""
    found = standings()
    return sorted(name for name, english in found.items()
                  if name.language == "en" and english.shown is not None and not _is_reviewed(found, name))


def welsh_behind() -> list[TextName]:
    """Welsh texts that are shown and were made from another English wording than the one that is shown."""
    found = standings()
    return sorted(name for name, welsh in found.items()
                  if name.language == "cy" and welsh.shown is not None and is_behind(welsh, found))


def _is_reviewed(found: Mapping[TextName, Standing], english: TextName) -> bool:
    welsh = found.get(english._replace(language="cy"))
    return welsh is not None and welsh.shown is not None and welsh.translation.reviewed_by is not None


def is_behind(welsh: Standing, found: Mapping[TextName, Standing]) -> bool:
    """The English wording changed after the Welsh one was made from it."""
    english = found.get(welsh.name._replace(language="en"))
    return english is not None and english.shown != welsh.translation.english_number
