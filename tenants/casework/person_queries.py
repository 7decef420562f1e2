"""Reads of the people of a case: what they need, who is with them, and where else they are on record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from concord.web.translations import UK
from tenants.casework.models import Case, CaseParty
from tenants.casework.visibility import Reader, visible_to
from tenants.people.details import age_band, birth_date_of
from tenants.people.models import ContactPoint, EqualityAnswers, Person, PersonNeeds
from tenants.people.needs import NEEDS
from tenants.people.queries import records_of


@dataclass(frozen=True)
class PersonView:
    """Who a person is."""

    known_as: str | None
    born: date | None
    language: str

    def age_band(self, day: date) -> str:
        return age_band(self.born, day)


@dataclass(frozen=True)
class NeedsView:
    """What a person needs, by the name of the need, and when they were asked."""

    said: dict[str, str]
    asked_on: date | None


@dataclass(frozen=True)
class OtherCase:
    """Another case of the same individual, which the reader may see."""

    id: UUID
    reference: str
    role: str
    stage: str


@dataclass(frozen=True)
class KnownPerson:
    """Somebody of another case, to choose from."""

    id: UUID
    name: str
    role: str


@dataclass(frozen=True)
class OldWay:
    """A way to reach somebody that is no longer theirs."""

    kind: str
    value: str | None


def person_view(person_id: UUID) -> PersonView:
    statement = select(Person.known_as, Person.birth_date, Person.language).where(Person.id == person_id)
    row = db.session.execute(statement).one()
    return PersonView(row.known_as, birth_date_of(row.birth_date), row.language)


def needs_by_person(people: Iterable[UUID]) -> dict[UUID, NeedsView]:
    """For each of these people what they need; nothing and no day for those whom nobody asked."""
    statement = select(PersonNeeds).where(PersonNeeds.person_id.in_(list(people)))
    return {
        row.person_id: NeedsView(
            {name: words for name in NEEDS if (words := getattr(row, name))},
            row.asked_at.astimezone(UK).date() if row.asked_at else None,
        )
        for row in db.session.scalars(statement)
    }


def other_cases(person_id: UUID, case_id: UUID, reader: Reader) -> list[OtherCase]:
    """Where else the individual is on record, as far as this reader may know, the newest first."""
    statement = (
        select(Case.id, Case.reference, CaseParty.role, Case.stage)
        .join(CaseParty, CaseParty.case_id == Case.id)
        .where(CaseParty.person_id.in_(records_of(person_id)), Case.id != case_id, visible_to(reader))
        .order_by(Case.opened_at.desc(), Case.id)
    )
    return [OtherCase(*row) for row in db.session.execute(statement)]


def people_of(reference: str, reader: Reader) -> list[KnownPerson]:
    """The people of a case with this reference; none when there is no such case for this reader."""
    if not reference.isprintable():
        return []
    statement = (
        select(Person.id, Person.name, CaseParty.role)
        .join(CaseParty, CaseParty.person_id == Person.id).join(Case, Case.id == CaseParty.case_id)
        .where(Case.reference == reference.strip().upper(), visible_to(reader))
        .order_by(CaseParty.added_at, CaseParty.id)
    )
    return [KnownPerson(*row) for row in db.session.execute(statement)]


def old_ways(person_id: UUID) -> list[OldWay]:
    """What is no longer theirs, so that nobody adds it again by mistake."""
    statement = (
        select(ContactPoint.kind, ContactPoint.value)
        .where(ContactPoint.person_id == person_id, ContactPoint.ended_at.is_not(None))
        .order_by(ContactPoint.ended_at, ContactPoint.id)
    )
    return [OldWay(*row) for row in db.session.execute(statement)]


def equality_state(person_id: UUID) -> tuple[bool, date] | None:
    """Whether they would rather not answer, and when they were asked; None when nobody asked. Never the answers."""
    statement = select(EqualityAnswers.declined, EqualityAnswers.recorded_at).where(
        EqualityAnswers.person_id == person_id
    )
    row = db.session.execute(statement).one_or_none()
    return (row.declined, row.recorded_at.astimezone(UK).date()) if row else None
