"""Reads of bringing services on. Of a service an administrator sees registry, profile and managers: no case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Row, Text, exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from admin.onboarding import policy
from admin.onboarding.models import TestMail
from concord.database import db
from concord.identity.permissions import Permission, Role
from concord.identity.queries import StaffMember, staff, staff_who_may
from concord.tenancy import scope
from concord.tenancy.hosts import host_of
from concord.tenancy.models import Kind, Organisation, OrganisationHost, Status
from tenants.registry.models import PoliceArea, ServiceArea
from tenants.registry.profile import ServiceProfile, today_in_the_uk, warnings
from tenants.registry.queries import current_profile


@dataclass(frozen=True)
class ListedService:
    """A service as the registry knows it."""

    id: UUID
    slug: str
    name: str
    status: Status
    created_at: datetime
    live_since: datetime | None
    further_hosts: tuple[str, ...]

    @property
    def hosts(self) -> list[str]:
        """Every host name at which it answers, the one that always works first."""
        return [host_of(self.slug), *self.further_hosts]


@dataclass(frozen=True)
class Overview:
    """A service as its administrator's page shows it."""

    service: ListedService
    profile: ServiceProfile
    areas: tuple[str, ...]
    missing: tuple[policy.Requirement, ...]
    warnings: tuple[str, ...]
    managers: tuple[StaffMember, ...]
    waits_for_manager: bool


_FURTHER_HOSTS = (
    select(func.array_agg(aggregate_order_by(OrganisationHost.host, OrganisationHost.host), type_=ARRAY(Text)))
    .where(OrganisationHost.organisation_id == Organisation.id)
    .scalar_subquery()
)
_LISTED = select(
    Organisation.id, Organisation.slug, Organisation.name, Organisation.status, Organisation.created_at,
    Organisation.live_since, _FURTHER_HOSTS.label("hosts"),
).where(Organisation.kind == Kind.SERVICE)


def services() -> list[ListedService]:
    """Every service by name, whatever its status. Registry only: any scope does."""
    return [_listed(row) for row in db.session.execute(_LISTED.order_by(Organisation.name, Organisation.slug))]


def service_by_slug(slug: str) -> ListedService | None:
    """The service of this name."""
    row = db.session.execute(_LISTED.where(Organisation.slug == slug)).one_or_none()
    return _listed(row) if row else None


def service_by_id(service_id: UUID) -> ListedService | None:
    """The service of this id; None for the national office, too."""
    row = db.session.execute(_LISTED.where(Organisation.id == service_id)).one_or_none()
    return _listed(row) if row else None


def overview(service: ListedService) -> Overview:
    """What an administrator may know of a service, read inside its scope."""
    with scope.bound_to(service.id):
        profile = current_profile()
        return Overview(
            service, profile, _areas_today(), tuple(policy.unmet(readiness())), tuple(warnings(profile)),
            tuple(managers()), waits_for_manager(service.status),
        )


def readiness() -> policy.Readiness:
    """What the requirements of going live ask, for the bound service."""
    confirmed = select(exists().where(TestMail.confirmed_at.is_not(None)))
    return policy.Readiness(
        current_profile(), len(staff_who_may(Permission.SERVICE_GO_LIVE)), db.session.execute(confirmed).scalar_one()
    )


def managers() -> list[StaffMember]:
    """Everybody who was ever invited to be the bound service's manager, and is."""
    return [member for member in staff() if member.role == Role.SERVICE_MANAGER]


def waits_for_manager(status: Status) -> bool:
    """Whether the bound service is still in nobody's hands, so that the national office may choose its manager."""
    return status == Status.PREPARING and not staff_who_may(Permission.SERVICE_GO_LIVE)


def _areas_today() -> tuple[str, ...]:
    today = today_in_the_uk()
    statement = select(PoliceArea.name).join(ServiceArea, ServiceArea.area_code == PoliceArea.code).where(
        ServiceArea.organisation_id == scope.current_tenant_id(), ServiceArea.starts_on <= today,
        func.coalesce(ServiceArea.ends_on, today) >= today,
    )
    return tuple(db.session.scalars(statement.order_by(PoliceArea.name)))


def _listed(row: Row[Any]) -> ListedService:
    return ListedService(
        row.id, row.slug, row.name, Status(row.status), row.created_at, row.live_since, tuple(row.hosts or ())
    )
