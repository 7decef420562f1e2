"""Records that may be of one person, found by what they share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select, values
from sqlalchemy import column as named
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.types import Integer, Text

from concord.database import db
from tenants.people.individuals import decisions_on
from tenants.people.match_policy import Reason, reasons_for
from tenants.people.matching_models import PersonToken, TokenKind
from tenants.people.models import ContactPoint, Person
from tenants.people.names import words_of
from tenants.people.tokens import birth_token, word_tokens

MOST = 20  # candidates that are worth a look
MOST_COMPARED = 200


@dataclass(frozen=True)
class Candidate:
    """Another record that may be of the same person, and why. ``decision`` is what somebody said of the two before."""

    person_id: UUID
    name: str
    reasons: tuple[Reason, ...]
    decision: str | None

    @property
    def score(self) -> int:
        return sum(reason.weight for reason in self.reasons)


def candidates(person_id: UUID) -> list[Candidate]:
    """Records that may be of this person, the likeliest first. Only those few that share something are decrypted."""
    person = db.session.execute(
        select(Person.id, Person.name, Person.known_as, Person.birth_date, Person.nameless)
        .where(Person.id == person_id)
    ).one()
    if person.nameless:
        return []
    theirs = select(ContactPoint.value_token).where(
        ContactPoint.person_id == person_id, ContactPoint.value_token.is_not(None)
    )
    return _likely(person, _sharing_contact(theirs), person_id)


@dataclass(frozen=True)
class Stranger:
    """Somebody who is not on record yet, with the tokens of the ways to reach them."""

    name: str
    birth_date: str | None
    known_as: str | None = None
    tokens: tuple[bytes, ...] = ()


def candidates_for(stranger: Stranger) -> list[Candidate]:
    """The same for somebody who is not on record yet."""
    return _likely(stranger, _sharing_contact(stranger.tokens))


def _likely(person: Any, shared: defaultdict[UUID, set[str]], person_id: UUID | None = None) -> list[Candidate]:
    ids = (set(shared) | _sharing_name(person.name) | _sharing_birth_date(person.birth_date)) - {person_id}
    if not ids:
        return []
    others = db.session.execute(
        select(Person.id, Person.name, Person.known_as, Person.birth_date)
        .where(Person.id.in_(sorted(ids))).order_by(Person.id.desc()).limit(MOST_COMPARED)
    )
    said = decisions_on(person_id) if person_id else {}
    found = [
        Candidate(other.id, other.name, reasons_for(person, other, shared[other.id]), said.get(other.id))
        for other in others
    ]
    likely = [candidate for candidate in found if candidate.score >= Reason.enough() or candidate.decision]
    return sorted(likely, key=lambda candidate: -candidate.score)[:MOST]


def _sharing_contact(theirs: Select[Any] | Sequence[bytes]) -> defaultdict[UUID, set[str]]:
    """Who has a phone number, e-mail address or address in common with somebody: by person, of which kinds."""
    statement = select(ContactPoint.person_id, ContactPoint.kind).where(ContactPoint.value_token.in_(theirs))
    found = defaultdict[UUID, set[str]](set)
    for row in db.session.execute(statement):
        found[row.person_id].add(row.kind)
    return found


def _sharing_name(name: str) -> set[UUID]:
    """Whose name has two words like two of these, or the one there is: a shared family name alone is no lead."""
    words = words_of(name)
    sought = [
        (number, str(kind), token) for number, word in enumerate(words) for kind, token in sorted(word_tokens(word))
    ]
    if not sought:
        return set()
    wanted = values(
        named("word", Integer), named("kind", Text), named("token", BYTEA), name="wanted"
    ).data(sought)
    statement = (
        select(PersonToken.person_id)
        .join(wanted, and_(PersonToken.kind == wanted.c.kind, PersonToken.token == wanted.c.token))
        .group_by(PersonToken.person_id)
        .having(func.count(wanted.c.word.distinct()) >= min(2, len(words)))
        .order_by(func.count().desc()).limit(MOST_COMPARED)
    )
    return set(db.session.scalars(statement))


def _sharing_birth_date(birth_date: str | None) -> set[UUID]:
    found = birth_token(birth_date) if birth_date else None
    if found is None:
        return set()
    statement = select(PersonToken.person_id).where(
        PersonToken.kind == TokenKind.BIRTH_DATE, PersonToken.token == found[1]
    )
    return set(db.session.scalars(statement.limit(MOST_COMPARED)))
