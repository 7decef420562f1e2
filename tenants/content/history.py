"""The history of one text: its versions, who wrote them, and when which was shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from concord.identity.queries import staff
from tenants.content.models import TextName, TextPublication, TextVersion
from tenants.registry.texts import DOCUMENTS, Text


@dataclass(frozen=True)
class Event:
    """Something that happened to a text. ``by`` is "" for what came with the service."""

    what: str  # written, shown, national or hidden
    number: int | None
    at: datetime
    by: str


@dataclass(frozen=True)
class OldVersion:
    """One version as it was written."""

    number: int
    document: Text
    written_at: datetime
    by: str
    reviewed_by: str | None
    reviewed_on: date | None


def events(name: TextName) -> list[Event]:
    """All that happened to a text, newest first."""
    names, is_it = _names(), name._asdict()
    written = select(TextVersion.number, TextVersion.created_at, TextVersion.created_by).filter_by(**is_it)
    found = [Event("written", number, at, names.get(by, "")) for number, at, by in db.session.execute(written)]
    published = select(TextPublication.number, TextPublication.published_at, TextPublication.published_by,
                       TextPublication.hidden).filter_by(**is_it)
    for number, at, by, hidden in db.session.execute(published):
        what = "hidden" if hidden else "national" if number is None else "shown"
        found.append(Event(what, number, at, names.get(by, "")))
    return sorted(found, key=lambda event: event.at, reverse=True)


def version(name: TextName, number: int) -> OldVersion | None:
    """One version, or None."""
    row = db.session.execute(
        select(TextVersion.document, TextVersion.created_at, TextVersion.created_by, TextVersion.reviewed_by,
               TextVersion.reviewed_on).filter_by(**name._asdict(), number=number)
    ).one_or_none()
    if row is None:
        return None
    document = DOCUMENTS[name.kind].model_validate(row.document)
    by = _names().get(row.created_by, "")
    return OldVersion(number, document, row.created_at, by, row.reviewed_by, row.reviewed_on)


def _names() -> dict[UUID | None, str]:
    return {member.id: member.name for member in staff()}
