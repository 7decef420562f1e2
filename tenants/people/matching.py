"""Records of one person: found by what they share, said to be the same or not, and taken back without a trace lost.

Nothing ever moves: the records of one person carry a common ``individual_id``, worked out from the decisions that hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select, update, values
from sqlalchemy import column as named
from sqlalchemy.dialects.postgresql import BYTEA, distinct_on
from sqlalchemy.types import Integer, Text

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.people import signals
from tenants.people.match_policy import Reason, reasons_for
from tenants.people.matching_models import MatchDecision, PersonMatch, PersonToken, TokenKind
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


def decisions_on(person_id: UUID) -> dict[UUID, str]:
    """What holds between this record and each other one, where somebody said it."""
    return {
        (second if first == person_id else first): decision
        for (first, second), decision in _holding([person_id]).items()
    }


def decide(  # noqa: PLR0913 - the columns of a decision
    one: UUID, other: UUID, decision: MatchDecision, *, decided_by: UUID, words: str | None = None,
    decided_at: datetime | None = None,
) -> None:
    """Two records are of one person, are not, or what was said of them is taken back: then all is as it was before."""
    first, second = sorted((one, other))
    before = _locked_records_of({first, second})
    match = PersonMatch(
        id=uuid7(), first_id=first, second_id=second, decision=decision, words=words, decided_by=decided_by,
        decided_at=decided_at or datetime.now(UTC),
    )
    db.session.add(match)
    db.session.flush()
    for together in _groups(before):
        if len(together) > 1:
            signals.become_one.send(None, person_ids=together)
        individual = min(together) if len(together) > 1 else None
        change = update(Person).where(Person.id.in_(sorted(together))).values(individual_id=individual)
        db.session.execute(change.execution_options(synchronize_session="fetch"))
    record_act("decide", "person_match", match.id, first=str(first), second=str(second), decision=str(decision))


def _records_of(person_ids: Iterable[UUID]) -> set[UUID]:
    """These records and all that are of the same persons."""
    ids = list(person_ids)
    individuals = select(Person.individual_id).where(Person.id.in_(ids), Person.individual_id.is_not(None))
    return {*db.session.scalars(
        select(Person.id).where(or_(Person.id.in_(ids), Person.individual_id.in_(individuals)))
    )}


def _locked_records_of(person_ids: set[UUID]) -> set[UUID]:
    """The same, for this act alone: whoever waited for another decision sees what that one joined."""
    locked: set[UUID] = set()
    while (found := _records_of(person_ids)) != locked:
        locked = found
        lock = select(Person.id).where(Person.id.in_(sorted(locked))).order_by(Person.id).with_for_update()
        db.session.execute(lock)
    return locked


def _groups(person_ids: set[UUID]) -> list[set[UUID]]:
    """These records, each with all that decisions which hold say are of the same person."""
    groups = {person_id: {person_id} for person_id in person_ids}
    for (first, second), decision in _holding(person_ids).items():
        if decision == MatchDecision.SAME and first in groups and second in groups:
            joined = groups[first] | groups[second]
            groups |= dict.fromkeys(joined, joined)
    return list({id(group): group for group in groups.values()}.values())


def _holding(person_ids: Iterable[UUID]) -> dict[tuple[UUID, UUID], str]:
    """The newest decision on each pair that one of these records is in, unless it was taken back."""
    ids = sorted(person_ids)
    newest = (
        select(PersonMatch.first_id, PersonMatch.second_id, PersonMatch.decision)
        .where(or_(PersonMatch.first_id.in_(ids), PersonMatch.second_id.in_(ids)))
        .ext(distinct_on(PersonMatch.first_id, PersonMatch.second_id))
        .order_by(PersonMatch.first_id, PersonMatch.second_id, PersonMatch.decided_at.desc(), PersonMatch.id.desc())
    )
    return {
        (row.first_id, row.second_id): row.decision for row in db.session.execute(newest)
        if row.decision != MatchDecision.TAKEN_BACK
    }
