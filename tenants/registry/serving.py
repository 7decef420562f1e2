"""Which services answer for which police force area today, as anybody may know: live ones only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ARRAY, Text, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from concord.database import db
from concord.tenancy import scope
from concord.tenancy.hosts import address_of, host_of
from concord.tenancy.models import Kind, Organisation, Status
from concord.web.dates import uk_today
from tenants.registry.models import ServiceArea
from tenants.registry.queries import current_profile

# The Restorative Justice Council's own front door: from there one finds its services and its practitioners.
DIRECTORY = "https://restorativejustice.org.uk/"


@dataclass(frozen=True)
class LiveService:
    """A service that answers: its name, where it is found, and the codes of the areas it serves today."""

    id: UUID
    name: str
    slug: str
    area_codes: tuple[str, ...]

    @property
    def host(self) -> str:
        return host_of(self.slug)

    @property
    def address(self) -> str:
        return address_of(self.slug)

    @property
    def refer_address(self) -> str:
        return address_of(self.slug, "/refer")

    @property
    def sign_in_address(self) -> str:
        return address_of(self.slug, "/sign-in")


def live_services() -> list[LiveService]:
    """Every live service by name. Reads the registry only, so any scope will do: one statement."""
    today = uk_today()
    serves_today = and_(
        ServiceArea.organisation_id == Organisation.id,
        ServiceArea.starts_on <= today,
        or_(ServiceArea.ends_on.is_(None), ServiceArea.ends_on >= today),
    )
    codes = func.array_agg(aggregate_order_by(ServiceArea.area_code, ServiceArea.area_code), type_=ARRAY(Text))
    statement = (
        select(Organisation.id, Organisation.name, Organisation.slug, codes.filter(ServiceArea.area_code.is_not(None)))
        .outerjoin(ServiceArea, serves_today)
        .where(Organisation.kind == Kind.SERVICE, Organisation.status == Status.LIVE)
        .group_by(Organisation.id)
        .order_by(Organisation.name)
    )
    return [
        LiveService(service_id, name, slug, tuple(areas or ()))
        for service_id, name, slug, areas in db.session.execute(statement)
    ]


def services_in(area_code: str) -> list[LiveService]:
    """The live services that answer for an area today; often one, sometimes none or several."""
    return [service for service in live_services() if area_code in service.area_codes]


@dataclass(frozen=True)
class Answering:
    """A service with the phone that it answers."""

    service: LiveService
    phone: str | None
    phone_hours: str | None


def answering(services: Iterable[LiveService]) -> list[Answering]:
    """How each of a few services is reached. Only it may read its profile, so it is asked inside its own scope."""
    found = []
    for service in services:
        with scope.bound_to(service.id):
            contact = current_profile().contact
        found.append(Answering(service, contact.phone, contact.phone_hours))
    return found
