"""The 43 police force areas of England and Wales, by which services are placed and compared."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DATA = Path(__file__).parent / "data"
AREAS_FILE = DATA / "police_force_areas.csv"
# Of local authorities those by which people know where they live; a district lies in a county.
COUNCILS = {"county", "unitary", "metropolitan", "london"}
LONDON, MOST_COUNCILS = "London", 10


@dataclass(frozen=True, slots=True)
class PoliceForceArea:
    """One police force area. The population is of mid-2019; for Wales none was found."""

    code: str
    name: str
    region_code: str
    region_name: str
    population: int | None

    @property
    def key(self) -> str:
        """The name as it stands in an address, such as ``devon-and-cornwall``."""
        return self.name.lower().replace(" ", "-")

    @property
    def full_name(self) -> str:
        """The name with the councils it covers, for people who do not know their police area."""
        councils = councils_of(self.code)
        if councils == (self.name,):
            return self.name
        return f"{self.name} ({', '.join(councils) if len(councils) <= MOST_COUNCILS else LONDON})"


@cache
def police_force_areas() -> Mapping[str, PoliceForceArea]:
    """Every police force area by its code, such as ``E23000026`` for Bedfordshire."""
    with AREAS_FILE.open(encoding="utf-8", newline="") as file:
        areas = [_area(row) for row in csv.DictReader(file)]
    return MappingProxyType({area.code: area for area in areas})


@cache
def councils_of(area_code: str) -> tuple[str, ...]:
    """The counties, cities and boroughs of an area as they are today, by name."""
    with (DATA / "local_authorities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] in COUNCILS]
    return tuple(sorted(row["name"] for row in rows if row["pfa_code"] == area_code))


def _area(row: dict[str, str]) -> PoliceForceArea:
    population = row["population_mid2019"]
    return PoliceForceArea(row["pfa_code"], row["pfa_name"], row["region_code"], row["region_name"],
                           int(population) if population else None)
