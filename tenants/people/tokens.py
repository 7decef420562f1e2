"""Keyed tokens of what is known about a person, so that equal and similar names are found while they stay sealed.

They follow every person that is written or changed by the verbs, in the same flush. Rows that are written in bulk bring
theirs by `token_rows`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Select, and_, delete, event, exists, false, insert, inspect, or_, select
from sqlalchemy.orm import Mapper

from concord.database import db
from concord.database.columns import uuid7
from concord.database.encryption import keyed_token
from concord.tenancy import scope
from tenants.people import names
from tenants.people.matching_models import PersonToken, TokenKind
from tenants.people.models import Person

Token = tuple[TokenKind, bytes]
TOLD_BY = ("name", "known_as", "birth_date")


def word_tokens(word: str) -> set[Token]:
    """All that finds one word of a name again: as written, what it is short for, and spellings close to it."""
    forms = {(TokenKind.NAME, word)}
    forms |= {(TokenKind.NICKNAME, name) for name in names.called(word)}
    forms |= {(TokenKind.NEAR, form) for form in names.near_forms(word)}
    return {_token(kind, form) for kind, form in forms}


def birth_token(birth_date: str) -> Token | None:
    """A day of birth, however it was written: 3/4/1980, 03.04.1980 and 1980-04-03 are one."""
    numbers = [int(number) for number in re.findall(r"\d+", birth_date)]
    if len(numbers) != 3:
        return None
    year, month, day = numbers if numbers[0] > 31 else reversed(numbers)
    return _token(TokenKind.BIRTH_DATE, f"{year:04}-{month:02}-{day:02}")


def tokens_of(name: str, known_as: str | None = None, birth_date: str | None = None) -> set[Token]:
    """All tokens of one person."""
    found = {token for word in names.words_of(f"{name} {known_as or ''}") for token in word_tokens(word)}
    born = birth_token(birth_date) if birth_date else None
    return found | ({born} if born else set())


def token_rows(
    person_id: UUID, name: str, known_as: str | None = None, birth_date: str | None = None
) -> Iterator[dict[str, Any]]:
    """The rows of ``person_tokens`` that a person brings; for whoever writes people past the verbs."""
    for kind, token in sorted(tokens_of(name, known_as, birth_date)):
        yield {"tenant_id": scope.current_tenant_id(), "id": uuid7(), "person_id": person_id, "kind": kind,
               "token": token}


def people_called(text: str) -> Select[UUID]:
    """For a where: everybody whose name holds each of these words, or one much like it."""
    found = [
        exists().where(PersonToken.person_id == Person.id, or_(*(
            and_(PersonToken.kind == kind, PersonToken.token == token) for kind, token in sorted(word_tokens(word))
        )))
        for word in names.words_of(text)
    ]
    return select(Person.id).where(and_(*found) if found else false())


def rebuild(batch: int = 500) -> int:
    """Write the tokens of the bound service's people anew, after the rules of names changed; how many people."""
    named = select(Person.id, Person.name, Person.known_as, Person.birth_date).where(~Person.nameless)
    people = db.session.execute(named).all()
    db.session.execute(delete(PersonToken))
    for start in range(0, len(people), batch):
        rows = [row for person in people[start : start + batch] for row in token_rows(*person)]
        db.session.execute(insert(PersonToken), rows)
    return len(people)


def _token(kind: TokenKind, form: str) -> Token:
    return kind, keyed_token(form, f"person_tokens.{kind}")


@event.listens_for(Person, "after_insert")
def _of_a_new_person(_mapper: Mapper[Person], connection: Connection, person: Person) -> None:
    _write(connection, person)


@event.listens_for(Person, "after_update")
def _of_a_changed_person(_mapper: Mapper[Person], connection: Connection, person: Person) -> None:
    state = inspect(person)
    if any(state.attrs[name].history.has_changes() for name in TOLD_BY):
        connection.execute(delete(PersonToken).where(PersonToken.person_id == person.id))
        _write(connection, person)


def _write(connection: Connection, person: Person) -> None:
    rows = [] if person.nameless else list(token_rows(person.id, person.name, person.known_as, person.birth_date))
    if rows:
        connection.execute(insert(PersonToken), rows)
