"""Write down a person who is new here, with the ways to reach them and what they agreed to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from concord.database import db
from concord.database.columns import uuid7
from tenants.people.models import (
    Answer,
    Consent,
    ConsentChannel,
    ContactKind,
    ContactPoint,
    Decision,
    Person,
    PersonNeeds,
    Purpose,
    ShowNumber,
    Standing,
    StatedBy,
)
from tenants.people.values import value_token

STANDING = {Answer.YES: Standing.SAFE, Answer.NO: Standing.UNSAFE, Answer.UNKNOWN: Standing.UNKNOWN}


@dataclass(frozen=True, kw_only=True)
class WayToReach:
    """One way to reach a person, and what was said about its safety. Without a value only when they will call us."""

    kind: ContactKind
    value: str | None = None
    safe: Answer = Answer.UNKNOWN
    may_leave_message: Answer = Answer.UNKNOWN
    may_text: Answer = Answer.UNKNOWN
    who_may_answer: str | None = None
    when_safe: str | None = None
    show_number: ShowNumber = ShowNumber.UNKNOWN
    say_from: str | None = None
    safe_word: str | None = None
    relay: str | None = None
    plain_envelope: Answer = Answer.UNKNOWN
    shared: Answer = Answer.UNKNOWN
    watched: Answer = Answer.UNKNOWN


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What somebody needs to take part, in their own words."""

    interpreter: str | None = None
    access: str | None = None
    culture: str | None = None
    faith: str | None = None
    timing: str | None = None

    def __bool__(self) -> bool:
        return any(vars(self).values())


def add_person(  # noqa: PLR0913 - what is known of somebody
    name: str,
    ways: tuple[WayToReach, ...],
    stated_by: StatedBy,
    language: str = "en",
    recorded_at: datetime | None = None,
    *,
    nameless: bool = False,
) -> Person:
    """A new person of the bound service, with each way to reach them; ``nameless``: what stands there is no name."""
    moment = recorded_at or datetime.now(UTC)
    person = Person(id=uuid7(), name=name, language=language, created_at=moment, nameless=nameless)
    db.session.add(person)
    db.session.flush()
    for way in ways:
        point = contact_point(person.id, way, stated_by)
        point.created_at = moment
        db.session.add(point)
    db.session.flush()
    return person


def record_needs(person_id: UUID, needs: Needs, recorded_at: datetime | None = None) -> PersonNeeds:
    """What a person who is new here needs to take part."""
    row = PersonNeeds(person_id=person_id, recorded_at=recorded_at or datetime.now(UTC), **vars(needs))
    db.session.add(row)
    db.session.flush()
    return row


def record_online_agreement(
    person_id: UUID, incident_id: UUID, wording_version: str, decided_on: date, recorded_at: datetime | None = None
) -> Consent:
    """The person agreed, on our own form, that we keep what they wrote and contact them."""
    consent = Consent(
        person_id=person_id, incident_id=incident_id, purpose=Purpose.STORE_AND_CONTACT, decision=Decision.GIVEN,
        channel=ConsentChannel.ONLINE, wording_version=wording_version, decided_on=decided_on,
        recorded_at=recorded_at or datetime.now(UTC),
    )
    db.session.add(consent)
    db.session.flush()
    return consent


def contact_point(person_id: UUID, way: WayToReach, stated_by: StatedBy) -> ContactPoint:
    """What the person says about their own safety counts; what anybody else says is unknown until it is checked.

    What another says against it is kept all the same: a warning only ever makes us more careful.
    """
    own = stated_by == StatedBy.SELF
    hidden = way.show_number == ShowNumber.WITHHELD
    return ContactPoint(
        person_id=person_id, kind=way.kind, value=way.value, value_token=value_token(way.kind, way.value),
        stated_by=stated_by,
        standing=STANDING[way.safe] if own else Standing.UNKNOWN,
        may_leave_message=_permission(way.may_leave_message, own=own),
        may_text=_permission(way.may_text, own=own),
        who_may_answer=way.who_may_answer, when_safe=way.when_safe, say_from=way.say_from, relay=way.relay,
        show_number=way.show_number if own or hidden else ShowNumber.UNKNOWN,
        safe_word=way.safe_word if own else None,  # one that the person did not choose proves nothing to them
        plain_envelope=_warning(way.plain_envelope, own=own),
        shared=_warning(way.shared, own=own), watched=_warning(way.watched, own=own),
    )


def _permission(said: Answer, *, own: bool) -> Answer:
    return said if own or said == Answer.NO else Answer.UNKNOWN


def _warning(said: Answer, *, own: bool) -> Answer:
    return said if own or said == Answer.YES else Answer.UNKNOWN
