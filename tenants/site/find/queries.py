"""Reads of the finder: police areas with the services that answer for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from tenants.registry.areas import PoliceForceArea, councils_of, police_force_areas
from tenants.registry.serving import LiveService, live_services


@dataclass(frozen=True)
class AreaServed:
    """A police force area, the councils in it, and the live services that answer for it today."""

    area: PoliceForceArea
    services: tuple[LiveService, ...]

    @property
    def councils(self) -> tuple[str, ...]:
        return councils_of(self.area.code)


def areas_served() -> dict[str, AreaServed]:
    """All 43 areas by their code, in the order of the table: one statement."""
    services = live_services()
    return {
        code: AreaServed(area, tuple(service for service in services if code in service.area_codes))
        for code, area in police_force_areas().items()
    }


def by_region(served: Iterable[AreaServed]) -> list[tuple[str, list[AreaServed]]]:
    """The areas below the names of their regions, each region's by name."""
    regions = groupby(served, lambda one: one.area.region_name)
    return [(region, sorted(areas, key=lambda one: one.area.name)) for region, areas in regions]
