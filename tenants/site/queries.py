"""Reads of the public site."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ARRAY, Text, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from concord.database import db
from concord.tenancy.hosts import address_of, host_of
from concord.tenancy.models import Kind, Organisation, Status
from concord.web.dates import uk_today
from tenants.registry.models import PoliceArea, ServiceArea


@dataclass(frozen=True)
class LiveService:
    """A service that answers, as the national office lists it."""

    name: str
    areas: tuple[str, ...]
    host: str
    address: str
    sign_in_address: str


def live_services() -> list[LiveService]:
    """Every live service by name, with the areas it serves today. Reads the registry only: one statement."""
    today = uk_today()
    serves_today = and_(
        ServiceArea.organisation_id == Organisation.id,
        ServiceArea.starts_on <= today,
        or_(ServiceArea.ends_on.is_(None), ServiceArea.ends_on >= today),
    )
    areas = func.array_agg(aggregate_order_by(PoliceArea.name, PoliceArea.name), type_=ARRAY(Text))
    statement = (
        select(Organisation.slug, Organisation.name, areas.filter(PoliceArea.name.is_not(None)))
        .outerjoin(ServiceArea, serves_today)
        .outerjoin(PoliceArea, PoliceArea.code == ServiceArea.area_code)
        .where(Organisation.kind == Kind.SERVICE, Organisation.status == Status.LIVE)
        .group_by(Organisation.id)
        .order_by(Organisation.name)
    )
    return [
        LiveService(name, tuple(names or ()), host_of(slug), address_of(slug), address_of(slug, "/sign-in"))
        for slug, name, names in db.session.execute(statement)
    ]
