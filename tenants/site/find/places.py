"""The places people may name, each with its police force area; sources and licences stand beside the tables."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tenants.registry.areas import DATA, police_force_areas

# How people shorten the names of counties, saints and points of the compass.
SHORT = {
    "beds": "bedfordshire", "berks": "berkshire", "bucks": "buckinghamshire", "cambs": "cambridgeshire",
    "derbys": "derbyshire", "glos": "gloucestershire", "gloucs": "gloucestershire", "hants": "hampshire",
    "herts": "hertfordshire", "lancs": "lancashire", "leics": "leicestershire", "lincs": "lincolnshire",
    "northants": "northamptonshire", "notts": "nottinghamshire", "oxon": "oxfordshire", "salop": "shropshire",
    "staffs": "staffordshire", "warks": "warwickshire", "wilts": "wiltshire", "worcs": "worcestershire",
    "yorks": "yorkshire", "saint": "st", "iow": "isle of wight", "hull": "kingston upon hull",
    "gogledd cymru": "north wales", "de cymru": "south wales", "cymru": "wales", "llundain": "london",
}


@dataclass(frozen=True, slots=True)
class Place:
    """One name for one police force area. ``within`` tells towns of the same name apart."""

    name: str
    area_code: str
    within: str = ""

    @property
    def label(self) -> str:
        return f"{self.name}, {self.within}" if self.within and self.within != self.name else self.name


def key_of(text: str) -> str:
    """A name as it is compared: without accents, signs and capital letters, and never shortened."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("&", " and ")).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", " ", re.sub(r"['’`.]", "", plain)).strip()
    return SHORT.get(words) or " ".join(SHORT.get(word, word) if word != "hull" else word for word in words.split())


@cache
def places_by_key() -> dict[str, tuple[Place, ...]]:
    """Every place under the key of its name: police areas first, then councils and regions, then towns."""
    found: dict[str, tuple[Place, ...]] = {}
    for place in (*_areas(), *_councils(), *_regions(), *_towns()):
        known = found.get(key_of(place.name), ())
        if not any(other.area_code == place.area_code and not other.within for other in known):
            found[key_of(place.name)] = (*known, place)
    return found


def _areas() -> Iterator[Place]:
    return (Place(area.name, area.code) for area in police_force_areas().values())


def _councils() -> Iterator[Place]:
    for row in _rows("local_authorities.csv"):
        for name in filter(None, (row["name"], row["name_cy"])):
            yield Place(name, row["pfa_code"])


def _towns() -> Iterator[Place]:
    return (Place(row["name"], row["pfa_code"], row["within"]) for row in _rows("places.csv"))


def _regions() -> Iterator[Place]:
    return (Place(area.region_name, area.code) for area in police_force_areas().values())


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
