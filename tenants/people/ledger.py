"""What the consent ledger says now (DOMAIN A5).

For each purpose the newest entry counts, by the day of the decision and then by when it was written down. Agreement to
one form of taking part only is ended by a later word about that form, or about taking part at all. What was agreed to
ends with its last day and with the episode of the case; leave to keep and contact is about the person, on whichever of
their records it stands. What another service recorded counts for nothing here, unless it is a no.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import LazyString
from sqlalchemy import ColumnElement, and_, any_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlalchemy.orm import InstrumentedAttribute, aliased

from concord.database import db
from concord.identity.models import Account
from concord.web.dates import uk_today
from tenants.people import policy, wordings
from tenants.people.models import Consent, ConsentChannel, Decision, Person, Purpose

IdColumn = ColumnElement[UUID] | InstrumentedAttribute[UUID] | UUID
Incident = ColumnElement[UUID] | InstrumentedAttribute[UUID] | UUID | None
Episode = ColumnElement[int] | InstrumentedAttribute[int] | int
Form = ColumnElement[str] | InstrumentedAttribute[str] | str | None
# An alias takes as long to make as a statement takes to run, so each is made once.
Yes, Later = aliased(Consent), aliased(Consent)
Me, Them = aliased(Person), aliased(Person)


@dataclass(frozen=True)
class Entry:
    """An entry of the ledger as its page shows it; ``stands``: it was given, and nothing has ended it."""

    purpose: str
    decision: str
    channel: str
    wording_version: str
    form: str | None
    about: str | None
    witness: str | None
    decided_on: date
    expires_on: date | None
    episode: int
    brought_from: str | None
    recorder: str | None
    recorded_at: datetime
    stands: bool = False
    again: bool = False

    @property
    def words(self) -> LazyString | None:
        """What they were asked to agree to; None when its words are not kept here."""
        return wordings.words_of(self.purpose, self.wording_version)

    @property
    def over(self) -> bool:
        return self.expires_on is not None and self.expires_on < uk_today()


def newest_consents(person_id: IdColumn, incident_id: Incident, episode: Episode) -> ColumnElement[dict[str, Any]]:
    """For a select: for each purpose the newest entry that counts, as ``{purpose: {decision, channel, …}}``.

    Of the same purpose the last key wins, so the newest comes last.
    """
    entry = func.jsonb_build_object(
        "decision", Consent.decision, "channel", Consent.channel, "decided_on", Consent.decided_on,
        "expires_on", Consent.expires_on, "form", Consent.form,
    )
    newest_last = aggregate_order_by(entry, Consent.decided_on, Consent.recorded_at, Consent.id)
    ledger = select(func.jsonb_object_agg(Consent.purpose, newest_last, type_=JSONB)).where(
        _counts(Consent, person_id, incident_id, episode)
    )
    return ledger.correlate_except(Consent).scalar_subquery()


def given(  # noqa: PLR0913 - what identifies a line of the ledger, and when
    person_id: IdColumn, incident_id: Incident, purpose: Purpose, *, episode: Episode, form: Form = None,
    on: date | None = None,
) -> ColumnElement[bool]:
    """For a where: they agreed, however they said it, and that stands, today or as it was ``on`` another day.

    With ``form``: to this form of taking part.
    """
    return _stands(person_id, incident_id, purpose, episode, form, on or uk_today())


def agreed_in_writing(  # noqa: PLR0913 - the same
    person_id: IdColumn, incident_id: Incident, purpose: Purpose, *, episode: Episode, form: Form = None,
    on: date | None = None,
) -> ColumnElement[bool]:
    """The same, on paper or signed electronically."""
    return _stands(person_id, incident_id, purpose, episode, form, on or uk_today(), policy.WRITTEN)


def _stands(  # noqa: PLR0913, PLR0917 - what identifies a line of the ledger
    person_id: IdColumn,
    incident_id: Incident,
    purpose: Purpose,
    episode: Episode,
    form: Form,
    on: date,
    channels: tuple[ConsentChannel, ...] = (),
) -> ColumnElement[bool]:
    """There is a "given" that no later entry about the same thing has ended or replaced."""
    ended = exists().where(
        _counts(Later, person_id, incident_id, episode), Later.purpose == purpose, Later.decided_on <= on,
        func.row(Later.decided_on, Later.recorded_at, Later.id) > func.row(Yes.decided_on, Yes.recorded_at, Yes.id),
        or_(Later.form.is_(None), Later.form == (Yes.form if form is None else form)),
    ).correlate_except(Later)
    conditions = [
        _counts(Yes, person_id, incident_id, episode), Yes.purpose == purpose, Yes.decision == Decision.GIVEN,
        Yes.decided_on <= on, or_(Yes.expires_on.is_(None), Yes.expires_on >= on), ~ended,
    ]
    if form is not None:
        conditions.append(or_(Yes.form.is_(None), Yes.form == form))
    if channels:
        conditions.append(Yes.channel.in_(channels))
    return exists().where(*conditions).correlate_except(Yes)


def no_contact(person_id: UUID) -> LazyString | None:
    """Why we may not contact them: their newest word on it is no, or has come to its last day; None when we may.

    On whichever of their records it was written down.
    """
    statement = (
        select(Consent.decision, Consent.expires_on)
        .where(_counts(Consent, person_id, None, 1), Consent.purpose == Purpose.STORE_AND_CONTACT)
        .order_by(Consent.decided_on.desc(), Consent.recorded_at.desc(), Consent.id.desc()).limit(1)
    )
    newest = db.session.execute(statement).one_or_none()
    if newest is None:
        return None
    if newest.decision != Decision.GIVEN:
        return policy.NO_CONTACT
    return policy.LEAVE_IS_OVER if newest.expires_on and newest.expires_on < uk_today() else None


def does_not_want_contact(person_id: UUID) -> bool:
    """Whether we have no leave to contact them: they said no, or it has run out."""
    return no_contact(person_id) is not None


def ledger_of(person_id: UUID, incident_id: UUID, episode: int) -> list[Entry]:
    """Every entry about a person and an incident, of every episode and from wherever, newest first."""
    statement = (
        select(
            Consent.purpose, Consent.decision, Consent.channel, Consent.wording_version, Consent.form, Consent.about,
            Consent.witness, Consent.decided_on, Consent.expires_on, Consent.episode, Consent.brought_from,
            Account.name.label("recorder"), Consent.recorded_at,
            _counts(Consent, person_id, incident_id, episode).label("counts"),
        )
        .join(Account, Account.id == Consent.recorded_by, isouter=True)
        .where(Consent.person_id == any_(_records(person_id)), _belongs(Consent, person_id, incident_id))
        .order_by(Consent.decided_on.desc(), Consent.recorded_at.desc(), Consent.id.desc())
    )
    entries: list[Entry] = []
    rows = [dict(row) for row in db.session.execute(statement).mappings()]
    counting = [row.pop("counts") for row in rows]
    newest_first = [(Entry(**row), counts) for row, counts in zip(rows, counting, strict=True)]
    for place, (entry, counts) in enumerate(newest_first):
        before = next((old for old, _counted in newest_first[place + 1:] if _same(entry, old)), None)
        later = [new for new, counted in newest_first[:place] if counted]
        yes = entry.decision == Decision.GIVEN
        entries.append(replace(
            entry,
            stands=yes and counts and not entry.over and not any(_ends(new, entry) for new in later),
            again=yes and before is not None and before.decision == Decision.GIVEN,
        ))
    return entries


def standing(person_id: UUID, incident_id: UUID, episode: int) -> list[Entry]:
    """What a person agrees to at this moment, newest first."""
    return [entry for entry in ledger_of(person_id, incident_id, episode) if entry.stands]


def _same(one: Entry, other: Entry) -> bool:
    return (one.purpose, one.form, one.about) == (other.purpose, other.form, other.about)


def _ends(later: Entry, entry: Entry) -> bool:
    """Whether a later word is about the same thing: a narrower one leaves what is wider as it is."""
    return (
        later.purpose == entry.purpose and later.form in {None, entry.form} and later.about in {None, entry.about}
    )


def _records(person_id: IdColumn) -> Any:
    """The ids of all records of one individual, as an array: the planner then looks each up by its index."""
    of_them = (Me.id, Me.individual_id)
    found = select(Them.id).where(
        Me.id == person_id, or_(Them.id.in_(of_them), Them.individual_id.in_(of_them))
    ).correlate_except(Me, Them)
    return func.array(found.scalar_subquery())


def _belongs(entry: Any, person_id: IdColumn, incident_id: Incident) -> ColumnElement[bool]:
    """Entries about one incident. Leave to keep and contact is about the person, whichever incident it came with."""
    own = and_(entry.person_id == person_id, or_(entry.incident_id == incident_id, entry.incident_id.is_(None)))
    return or_(entry.purpose == Purpose.STORE_AND_CONTACT, own)


def _counts(entry: Any, person_id: IdColumn, incident_id: Incident, episode: Episode) -> ColumnElement[bool]:
    """Entries that decide what holds now."""
    return and_(
        entry.person_id == any_(_records(person_id)),
        _belongs(entry, person_id, incident_id),
        or_(entry.purpose == Purpose.STORE_AND_CONTACT, entry.episode == episode),
        or_(entry.brought_from.is_(None), entry.decision != Decision.GIVEN),
    )
