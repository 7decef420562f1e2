"""The verbs of the registry: make a service, change its profile and pages. The only writers of its tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from blinker import Signal
from flask_babel import gettext as _
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from concord import storage
from concord.audit.service import own_actor_id, record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.database.encryption import key_ring
from concord.tenancy import scope
from concord.tenancy.models import Kind, Organisation, Status
from tenants.registry.models import ServiceArea, ServiceProfileVersion
from tenants.registry.packs import Logo, Pack
from tenants.registry.profile import ProfileError, ServiceProfile
from tenants.registry.queries import forget_profile

PNG, SVG = "image/png", "image/svg+xml"
# Sent in the scope of a new organisation with its pack, before it is committed: `tenants.content` keeps the texts.
pack_stored = Signal("pack stored")
# Sent with a profile that adds a language, before it is stored: whoever minds may raise `ProfileError`.
languages_added = Signal("languages added")


@dataclass(frozen=True)
class StoredLogo:
    """A logo that lies in the store already, with an older version."""

    key: str
    type: str

    @property
    def filename(self) -> str:
        return "logo.png" if self.type == PNG else "logo.svg"


def create_organisation(pack: Pack, *, status: Status = Status.PREPARING) -> UUID:
    """Make a service (or the national office) from a pack; returns its id. Commits."""
    with new_organisation(pack, status=status) as tenant_id:
        return tenant_id


@contextmanager
def new_organisation(pack: Pack, *, status: Status = Status.PREPARING) -> Iterator[UUID]:
    """Make an organisation and stay in its scope: what the ``with`` block adds is committed with it, or nothing is.

    Commits by itself, since a new service begins before any scope can be bound to it. `ProfileError` when the slug is
    taken.
    """
    profile, tenant_id = pack.profile, uuid7()
    with scope.bound_to(tenant_id):
        _register(tenant_id, profile, status)
        key_ring().create(tenant_id)
        save_profile(profile, pack.logo)
        pack_stored.send(pack)
        record_act("create", "organisation", tenant_id)
        yield tenant_id
        db.session.commit()


def _register(tenant_id: UUID, profile: ServiceProfile, status: Status) -> None:
    kind = Kind.NATIONAL if profile.kind == "national" else Kind.SERVICE
    statement = insert(Organisation).values(
        id=tenant_id, slug=profile.slug, name=profile.name, kind=kind, status=status,
        live_since=func.now() if status == Status.LIVE else None,
    )
    taken = db.session.execute(statement.on_conflict_do_nothing(index_elements=["slug"]).returning(Organisation.id))
    if taken.scalar_one_or_none() is None:
        raise ProfileError([f"slug: {_('is taken by another service')}"])


def save_profile(profile: ServiceProfile, logo: Logo | StoredLogo | None = None) -> int:
    """Store a new version of the bound service's profile; older ones stay. Returns its number.

    A logo is kept from the version before when none is given and the profile still names one.
    """
    before = db.session.execute(
        select(ServiceProfileVersion).order_by(ServiceProfileVersion.version.desc()).limit(1)
    ).scalar_one_or_none()
    if before is None or set(profile.languages) - set(before.document["languages"]):
        languages_added.send(profile)
    logo_key, logo_type = (before.logo_key, before.logo_type) if before and profile.brand.logo else (None, None)
    if isinstance(logo, StoredLogo):
        logo_key, logo_type = logo.key, logo.type
    elif logo is not None:
        logo_type = PNG if logo.filename.endswith(".png") else SVG
        logo_key = storage.put(logo.data, logo_type)
    version = ServiceProfileVersion(
        version=before.version + 1 if before else 1, document=profile.model_dump(mode="json", by_alias=True),
        logo_key=logo_key, logo_type=logo_type, created_by=own_actor_id(),
    )
    db.session.add(version)
    _save_areas(profile)
    organisation = db.session.get_one(Organisation, scope.current_tenant_id())
    organisation.name = profile.name
    record_act("change", "profile", version.id, version=version.version)
    db.session.flush()
    forget_profile()
    return version.version


def _save_areas(profile: ServiceProfile) -> None:
    tenant_id = scope.current_tenant_id()
    db.session.query(ServiceArea).filter_by(organisation_id=tenant_id).delete()
    db.session.add_all(
        ServiceArea(organisation_id=tenant_id, area_code=area.code, starts_on=area.start or date.min, ends_on=area.end)
        for area in profile.police_areas
    )


def set_status(status: Status) -> None:
    """Change whether the bound service is in preparation, live or suspended; holds at the next request."""
    organisation = db.session.get_one(Organisation, scope.current_tenant_id(), with_for_update=True)
    if status == Status.LIVE and organisation.live_since is None:
        organisation.live_since = db.session.execute(select(func.now())).scalar_one()
    organisation.status = status
    record_act("change", "organisation", organisation.id, status=status)
    db.session.flush()
