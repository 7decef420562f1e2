"""The map of tiles: one for each police force area, roughly where it lies. The drawing is data beside the areas."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache

from tenants.registry.areas import DATA

TILES_FILE = DATA / "tiles.csv"


@dataclass(frozen=True, slots=True)
class Tile:
    """Where an area stands, counted from the top left, and what a narrow screen calls it."""

    area_code: str
    column: int
    row: int
    short_name: str


@cache
def tiles() -> tuple[Tile, ...]:
    """Every tile in reading order, so that the keyboard goes through the map as the eye does."""
    with TILES_FILE.open(encoding="utf-8", newline="") as file:
        found = [Tile(line["pfa_code"], int(line["column"]), int(line["row"]), line["short_name"])
                 for line in csv.DictReader(file)]
    return tuple(sorted(found, key=lambda tile: (tile.row, tile.column)))
