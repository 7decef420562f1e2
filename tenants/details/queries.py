"""Reads of the versions of a service's details."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from concord.database import db
from concord.identity.models import Account
from tenants.registry.models import ServiceProfileVersion
from tenants.registry.profile import ProfileError, read_profile

PAGE_SIZE = 20


@dataclass(frozen=True)
class Version:
    """One version of the profile, read with today's rules where they allow it; ``by`` is None for no one here."""

    number: int
    at: datetime
    by: str | None
    document: Mapping[str, Any]
    logo_key: str | None
    logo_type: str | None


@dataclass(frozen=True)
class Change:
    """A version and the one before it; the first has none."""

    version: Version
    before: Version | None


def newest_number() -> int:
    """The number of the version that counts now."""
    statement = select(ServiceProfileVersion.version).order_by(ServiceProfileVersion.version.desc()).limit(1)
    return db.session.execute(statement).scalar_one()


def changes(page: int) -> list[Change]:
    """The versions of one page of the history, newest first: one statement."""
    newest_shown = newest_number() - (page - 1) * PAGE_SIZE
    found = list(_read(_versions().where(
        ServiceProfileVersion.version.between(newest_shown - PAGE_SIZE, newest_shown)
    )))
    pairs = zip(found, [*found[1:], None], strict=True)
    return [Change(version, before) for version, before in pairs][:PAGE_SIZE]


def change_to(number: int) -> Change | None:
    """One version and the one before it; None when there is no such version."""
    found = list(_read(_versions().where(ServiceProfileVersion.version.between(number - 1, number))))
    if not found or found[0].number != number:
        return None
    return Change(found[0], found[1] if len(found) > 1 else None)


def version_with_id(version_id: str) -> Version | None:
    """A version as a form names it."""
    try:
        known = UUID(version_id)
    except ValueError:
        return None
    return next(_read(_versions().where(ServiceProfileVersion.id == known)), None)


def _versions() -> Select[Any]:
    row = ServiceProfileVersion
    return (
        select(row.version, row.created_at, Account.name, row.document, row.logo_key, row.logo_type)
        .outerjoin(Account, Account.id == row.created_by)
        .order_by(row.version.desc())
    )


def _read(statement: Select[Any]) -> Iterator[Version]:
    for number, at, by, document, logo_key, logo_type in db.session.execute(statement):
        yield Version(number, at, by, _in_todays_terms(document), logo_key, logo_type)


def _in_todays_terms(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a version left to the defaults is written out, so that a newer rule does not look like a change."""
    try:
        return read_profile(document).model_dump(mode="json", by_alias=True)
    except ProfileError:
        return document
