"""The records of one individual: what holds for a person holds for all of them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select

from tenants.people.models import Person


def individual() -> ColumnElement[UUID]:
    """For a select from ``people``: the id that all records of one individual share."""
    return func.coalesce(Person.individual_id, Person.id)


def records_of(person_id: UUID) -> Select[UUID]:
    """For a where: the ids of all records of the individual that this is one record of."""
    known = select(Person.individual_id).where(Person.id == person_id).scalar_subquery()
    return select(Person.id).where(or_(Person.id == person_id, Person.individual_id == known))
