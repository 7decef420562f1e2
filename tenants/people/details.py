"""Who somebody is: the verbs and the age that follows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from concord.audit.service import record_act
from concord.database import db
from concord.tenancy import scope
from tenants.people.models import Person

# The first year of each band (DOMAIN B8).
AGE_BANDS = {
    0: "under_10", 10: "10_13", 14: "14_17", 18: "18_24", 25: "25_34", 35: "35_44", 45: "45_54", 55: "55_64",
    65: "65_74", 75: "75_over",
}
UNKNOWN_AGE = "unknown"


@dataclass(frozen=True, kw_only=True)
class Details:
    """A person as they are on record."""

    name: str
    known_as: str | None = None
    birth_date: date | None = None
    language: str = "en"


def locked_person(person_id: UUID) -> Person:
    """One person, for this act alone until the transaction ends."""
    key = (scope.current_tenant_id(), person_id)
    return db.session.get_one(Person, key, with_for_update=True, populate_existing=True)


def details_of(person: Person) -> Details:
    return Details(
        name=person.name, known_as=person.known_as, birth_date=birth_date_of(person.birth_date),
        language=person.language,
    )


def change_details(person_id: UUID, details: Details) -> None:
    """What a person is called, when they were born and which language they speak with us."""
    person = locked_person(person_id)
    person.name, person.known_as, person.language = details.name, details.known_as, details.language
    person.birth_date = details.birth_date.isoformat() if details.birth_date else None
    person.version += 1
    db.session.flush()
    record_act("change", "person", person_id, part="details")


def birth_date_of(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def age_on(born: date, day: date) -> int:
    """Full years; somebody born on 29 February is a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_band(born: date | None, day: date) -> str:
    """The band that figures count somebody in."""
    if born is None or born > day:
        return UNKNOWN_AGE
    years = age_on(born, day)
    return next(band for first, band in reversed(AGE_BANDS.items()) if years >= first)
