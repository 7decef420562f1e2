"""Which records are of one individual: decided two by two, and taken back without a trace lost.

Nothing ever moves: the records of one person carry a common ``individual_id``, worked out from the decisions that hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.dialects.postgresql import distinct_on

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.people import signals
from tenants.people.matching_models import MatchDecision, PersonMatch
from tenants.people.models import Person


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
