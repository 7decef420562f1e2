"""Reads of people: ways to reach them with the rule beside each, and what they agreed to at this moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from sqlalchemy import Row, Select, and_, case, or_, select

from concord.database import db
from tenants.people import policy
from tenants.people.ledger import (
    Entry,
    agreed_in_writing,
    does_not_want_contact,
    given,
    ledger_of,
    newest_consents,
    no_contact,
    standing,
)
from tenants.people.models import ContactKind, ContactPoint, Person, PersonNeeds, StatedBy

__all__ = [
    "WAYS_OF_PERSON",
    "WAY_COLUMNS",
    "WAY_ORDER",
    "Entry",
    "Way",
    "agreed_in_writing",
    "does_not_want_contact",
    "given",
    "ledger_of",
    "needs_of",
    "newest_consents",
    "no_contact",
    "person_with_ways",
    "records_of",
    "standing",
    "way_of",
]


@dataclass(frozen=True)
class Way:
    """One way to reach somebody, as a page shows it."""

    id: UUID
    kind: str
    value: str | None
    stated_by: str
    standing: str
    may_leave_message: str
    may_text: str
    who_may_answer: str | None
    when_safe: str | None
    show_number: str
    say_from: str | None
    safe_word: str | None
    relay: str | None
    plain_envelope: str
    shared: str
    watched: str
    clashed: bool

    @property
    def may_be_used(self) -> bool:
        return policy.may_be_used(self.kind, self.standing)

    @property
    def rules(self) -> list[LazyString]:
        return policy.usage_rules(policy.Said(
            kind=self.kind, standing=self.standing, may_leave_message=self.may_leave_message, may_text=self.may_text,
            show_number=self.show_number, plain_envelope=self.plain_envelope, shared=self.shared, watched=self.watched,
            clashed=self.clashed,
        ))

    @property
    def details(self) -> list[tuple[LazyString, str]]:
        """What they said in their own words about its use, each with its label."""
        said = {
            "safe_word": self.safe_word, "say_from": self.say_from, "when_safe": self.when_safe,
            "who_may_answer": self.who_may_answer, "relay": self.relay,
        }
        return [(policy.DETAIL_WORDS[name], words) for name, words in said.items() if words]

    @property
    def word(self) -> LazyString:
        return policy.KIND_WORDS[self.kind]

    @property
    def said_by_another(self) -> bool:
        return self.stated_by == StatedBy.OTHER


WAY_COLUMNS = (
    ContactPoint.id.label("way_id"), ContactPoint.kind.label("way_kind"), ContactPoint.value,
    ContactPoint.stated_by, ContactPoint.standing, ContactPoint.may_leave_message, ContactPoint.may_text,
    ContactPoint.who_may_answer, ContactPoint.when_safe, ContactPoint.show_number, ContactPoint.say_from,
    ContactPoint.safe_word, ContactPoint.relay, ContactPoint.plain_envelope, ContactPoint.shared, ContactPoint.watched,
    ContactPoint.clashed_at.is_not(None).label("clashed"),
)

# How the ways of a person are joined to them: those that are theirs now.
WAYS_OF_PERSON = and_(ContactPoint.person_id == Person.id, ContactPoint.ended_at.is_(None))

# Oldest first; those told at once as forms ask for them.
WAY_ORDER = (
    ContactPoint.created_at,
    case({kind: place for place, kind in enumerate(ContactKind)}, value=ContactPoint.kind),
    ContactPoint.id,
)


def way_of(row: Row[*tuple[Any, ...]]) -> Way | None:
    """The way in a row that has `WAY_COLUMNS`; None where an outer join found none."""
    if row.way_id is None:
        return None
    return Way(
        row.way_id, row.way_kind, row.value, row.stated_by, row.standing, row.may_leave_message, row.may_text,
        row.who_may_answer, row.when_safe, row.show_number, row.say_from, row.safe_word, row.relay,
        row.plain_envelope, row.shared, row.watched, row.clashed,
    )


def records_of(person_id: UUID) -> Select[UUID]:
    """For a where: all records of the individual whom one record is about."""
    individual = select(Person.individual_id).where(Person.id == person_id).scalar_subquery()
    return select(Person.id).where(or_(
        Person.id == person_id, Person.id == individual, Person.individual_id == individual,
        Person.individual_id == person_id,
    ))


def needs_of(person_id: UUID) -> PersonNeeds | None:
    """What somebody said they need to take part; None when nobody asked or nothing was said."""
    return db.session.execute(select(PersonNeeds).where(PersonNeeds.person_id == person_id)).scalar_one_or_none()


def person_with_ways(person_id: UUID) -> tuple[str, list[Way]]:
    """The name of a person, and each way to reach them, oldest first."""
    statement = (
        select(Person.name, *WAY_COLUMNS).join(ContactPoint, WAYS_OF_PERSON, isouter=True)
        .where(Person.id == person_id).order_by(*WAY_ORDER)
    )
    rows = db.session.execute(statement).all()
    return rows[0].name, [way for way in map(way_of, rows) if way]
