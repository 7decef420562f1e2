"""Reads of the registry. The profile is read once in a request, and checked once for each of its versions."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import g
from sqlalchemy import select

from concord.database import db
from concord.tenancy import scope
from concord.tenancy.models import Kind, Organisation, Status
from tenants.registry.models import ServiceProfileVersion
from tenants.registry.profile import ServiceProfile, read_profile


@dataclass(frozen=True)
class StoredProfile:
    """The newest profile of a service, and where its logo lies."""

    id: UUID
    profile: ServiceProfile
    logo_key: str | None
    logo_type: str | None


@dataclass(frozen=True)
class ListedService:
    """A service as the public list of the national office shows it."""

    id: UUID
    slug: str
    name: str
    status: str


class NoProfile(LookupError):
    """The bound organisation has no profile."""


# A version never changes, so what was read from it stays true for as long as the process lives.
_checked: dict[UUID, StoredProfile] = {}
_NEWEST_ID = select(ServiceProfileVersion.id).order_by(ServiceProfileVersion.version.desc()).limit(1)


def stored_profile() -> StoredProfile:
    """The bound organisation's newest profile; one statement a request once its version is known."""
    tenant_id = scope.current_tenant_id()
    found: dict[UUID, StoredProfile] = g.setdefault("profiles", {})
    if tenant_id not in found:
        newest = db.session.execute(_NEWEST_ID).scalar_one_or_none()
        if newest is None:
            raise NoProfile(str(tenant_id))
        if newest not in _checked:
            row = db.session.get_one(ServiceProfileVersion, (tenant_id, newest))
            _checked[newest] = StoredProfile(newest, read_profile(row.document), row.logo_key, row.logo_type)
        found[tenant_id] = _checked[newest]
    return found[tenant_id]


def current_profile() -> ServiceProfile:
    """The bound organisation's profile."""
    return stored_profile().profile


def forget_profile() -> None:
    """After a new version was saved in this request or command."""
    g.pop("profiles", None)


def services(*statuses: Status) -> list[ListedService]:
    """Services in the registry by name, of the given statuses or all. Reads registry tables only: any scope does."""
    statement = select(Organisation.id, Organisation.slug, Organisation.name, Organisation.status).where(
        Organisation.kind == Kind.SERVICE
    ).order_by(Organisation.name)
    if statuses:
        statement = statement.where(Organisation.status.in_(statuses))
    return [ListedService(*row) for row in db.session.execute(statement)]
