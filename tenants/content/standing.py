"""How each text stands with its team: own words or national, what waits, what wants looking after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from concord.database import db
from tenants.content import policy
from tenants.content.comparison import fingerprint
from tenants.content.models import TextName, TextPublication, TextVersion
from tenants.registry.text_files import default_texts
from tenants.registry.texts import DOCUMENTS, Text, TextKind

Version = TextVersion.__table__.c
Publication = TextPublication.__table__.c


@dataclass(frozen=True)
class Translation:
    """Of a Welsh text: the English version that it says the same as (none: the national one), and who reviewed it."""

    english_number: int | None = None
    reviewed_by: str | None = None
    reviewed_on: date | None = None


@dataclass(frozen=True)
class Standing:
    """One text in one language: the newest version, what is shown, and the national text."""

    name: TextName
    newest: int = 0
    document: Text | None = None  # of the newest version
    shown: int | None = None
    hidden: bool = False
    is_waiting: bool = False  # a draft newer than what is shown
    default_seen: str | None = None
    translation: Translation = Translation()

    @property
    def default(self) -> Text | None:
        return default_texts(self.name.language).get((self.name.kind, self.name.key))

    @property
    def is_own(self) -> bool:
        """The service has words of its own here, shown or waiting."""
        return self.shown is not None or self.is_waiting

    @property
    def current(self) -> Text | None:
        """What the team works on: its own words, else the national ones."""
        if self.is_own or self.hidden:
            return self.document or self.default
        return self.default or self.document

    @property
    def exists(self) -> bool:
        return self.is_own or self.default is not None or self.hidden

    @property
    def default_moved(self) -> bool:
        """The national text is not the one that these words were written from."""
        return self.is_own and self.default is not None and self.default_seen != fingerprint(self.default)

    @property
    def is_locked(self) -> bool:
        return policy.is_locked(self.name.kind, self.name.key)


def standing(name: TextName) -> Standing:
    """How one text stands; not `exists` when there is none of this name."""
    return standings().get(name) or Standing(name)


def standings() -> dict[TextName, Standing]:
    """Every text that was ever written here, and every national one: two statements."""
    newest = {_name(row): row for row in db.session.execute(
        select(Version.kind, Version.key, Version.language, Version.number, Version.document, Version.default_seen,
               Version.english_number, Version.reviewed_by, Version.reviewed_on, Version.created_at)
        .ext(distinct_on(Version.kind, Version.key, Version.language))
        .order_by(Version.kind, Version.key, Version.language, Version.number.desc())
    )}
    shown = {_name(row): row for row in db.session.execute(
        select(Publication.kind, Publication.key, Publication.language, Publication.number, Publication.hidden,
               Publication.published_at)
        .ext(distinct_on(Publication.kind, Publication.key, Publication.language))
        .order_by(Publication.kind, Publication.key, Publication.language, Publication.published_at.desc(),
                  Publication.id.desc())
    )}
    national = {TextName(kind, key, language) for language in ("en", "cy") for kind, key in default_texts(language)}
    return {name: _standing(name, newest.get(name), shown.get(name)) for name in {*newest, *shown, *national}}


def _standing(name: TextName, version: Any, publication: Any) -> Standing:
    number, hidden = (publication.number, publication.hidden) if publication else (None, False)
    if version is None:
        return Standing(name, hidden=hidden)
    shown_since: datetime | None = publication.published_at if publication else None
    return Standing(
        name, version.number, DOCUMENTS[name.kind].model_validate(version.document), number, hidden,
        shown_since is None or version.created_at > shown_since, version.default_seen,
        Translation(version.english_number, version.reviewed_by, version.reviewed_on),
    )


def _name(row: Any) -> TextName:
    return TextName(TextKind(row.kind), row.key, row.language)
