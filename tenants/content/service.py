"""The verbs of content: save a wording, publish it, go back to the national one. The only writers of its tables."""

from __future__ import annotations

import hashlib

from sqlalchemy import func, select

from concord.audit.service import own_actor_id, record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.content.models import TextName, TextPublication, TextVersion
from tenants.registry.packs import Pack
from tenants.registry.text_files import default_texts
from tenants.registry.texts import Text


class ChangedMeanwhile(Exception):
    """Somebody else saved a newer version than the one this change was made from."""


def store_pack(pack: Pack) -> None:
    """Publish every text that a new organisation brings."""
    for (kind, key), document in pack.texts.items():
        name = TextName(kind, key)
        publish(name, save(name, document))


def save(name: TextName, document: Text, *, based_on: int | None = None, english_number: int | None = None) -> int:
    """A new version, not shown yet; returns its number. ``based_on`` is the version it was written over."""
    newest = newest_number(name)
    if based_on is not None and based_on != newest:
        raise ChangedMeanwhile
    version = TextVersion(
        id=uuid7(), **name._asdict(), number=newest + 1, document=document.model_dump(mode="json"),
        default_seen=fingerprint(default_texts(name.language).get((name.kind, name.key))),
        english_number=english_number, created_by=own_actor_id(),
    )
    db.session.add(version)
    db.session.flush()
    record_act("change", "text", version.id, **_named(name), number=version.number)
    return version.number


def publish(name: TextName, number: int | None) -> None:
    """Show a version from now on; without a number, the national text again, or nothing where there is none."""
    publication = TextPublication(
        id=uuid7(), **name._asdict(), number=number, published_by=own_actor_id(), published_at=func.clock_timestamp()
    )
    db.session.add(publication)
    db.session.flush()
    record_act("publish", "text", publication.id, **_named(name), number=number)


def newest_number(name: TextName) -> int:
    """The number of the newest version; 0 before the first."""
    statement = select(func.coalesce(func.max(TextVersion.number), 0)).where(
        TextVersion.kind == name.kind, TextVersion.key == name.key, TextVersion.language == name.language
    )
    return db.session.execute(statement).scalar_one()


def _named(name: TextName) -> dict[str, str]:
    return {part: str(value) for part, value in name._asdict().items()}


def fingerprint(document: Text | None) -> str | None:
    """Tells whether a text is still the same."""
    return hashlib.sha256(document.model_dump_json().encode()).hexdigest()[:16] if document else None
