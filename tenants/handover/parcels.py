"""What may cross from one service to another, and nothing else. Each parcel is one step of one handover."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from tenants.handover.models import About, Rejection, State, Why
from tenants.referrals.models import PartyRole

Values = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Together:
    """Who works with whom in a case of two services, and who leads the meeting."""

    receivers_role: PartyRole
    sender_leads: bool


@dataclass(frozen=True, kw_only=True)
class Offer:
    """The sealed preview: codes, no names, no words that anybody wrote. With ``together``: of a joint case."""

    crossing_id: UUID
    why: Why
    urgent: bool
    preview: dict[str, str]
    offered_at: datetime
    expires_on: date
    together: Together | None = None
    about: About = About.CASE


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The other service takes the case or the referral, or does not."""

    crossing_id: UUID
    decided_at: datetime
    rejection: Rejection | None = None


@dataclass(frozen=True, kw_only=True)
class Ended:
    """The sender took the offer back, or let it expire."""

    crossing_id: UUID
    state: State


@dataclass(frozen=True, kw_only=True)
class PersonPacked:
    """Somebody. Consents count for nothing until they are asked again, ways to reach them neither."""

    key: str
    party: Values  # as a party of the case; nothing of a referral
    person: Values
    needs: Values | None
    equality: Values | None
    ways: list[Values]
    consents: list[Values]
    supporters: list[Values]


@dataclass(frozen=True, kw_only=True)
class HappenedBefore:
    """One line of the timeline, in the words in which the sender's pages tell it."""

    happened_on: date
    recorded_at: datetime
    episode: int
    audience: str
    party: str | None
    told: str
    note: str | None


@dataclass(frozen=True, kw_only=True)
class FilePacked:
    name: str
    data: bytes = field(repr=False)
    audience: str
    party: str | None


@dataclass(frozen=True, kw_only=True)
class Package:
    """The whole case."""

    crossing_id: UUID
    reference: str
    opened_on: date
    initiated: bool
    restricted: bool
    incident: Values
    facts: Values | None
    people: list[PersonPacked]
    timeline: list[HappenedBefore]
    files: list[FilePacked]
    records: dict[str, list[Values]]


@dataclass(frozen=True, kw_only=True)
class ReferralPackage:
    """A referral that nobody has decided about, with what the team did about it so far."""

    crossing_id: UUID
    reference: str
    incident: Values
    referral: Values
    person: PersonPacked
    files: list[FilePacked]
    notes: list[Values]


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """What was handed over is whole at the other service."""

    crossing_id: UUID
    moved_at: datetime


@dataclass(frozen=True, kw_only=True)
class JointPackage:
    """What the other service needs for its side: what happened, and its own person. Nobody else is in it."""

    crossing_id: UUID
    incident: Values
    facts: Values | None
    people: list[PersonPacked]
    sender_came_first: bool
    restricted: bool


@dataclass(frozen=True, kw_only=True)
class AlsoComes:
    """Somebody else who comes to the meeting: their first name, whose supporter they are, or what they work as."""

    name: str
    side: str
    work: str | None


@dataclass(frozen=True, kw_only=True)
class AgreedPoint:
    """A point of the agreement that the other side's person may read, in the words that both sides agree to."""

    words: str
    owner: str
    due_on: date | None
    amount_pence: int | None
    status: str


@dataclass(frozen=True, kw_only=True)
class SharedPlan:
    """The meeting as its leader plans it. ``terms`` marks what is agreed to: another one when that changes."""

    form: str
    status: str
    terms: str
    starts_at: datetime | None
    ends_at: datetime | None
    held_on: date | None
    place: str | None
    address: str | None
    leaders: str
    others: list[AlsoComes] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class JointNews:
    """How one side of a joint case stands now: codes and days, and the plan from whoever leads. Never who or why.

    ``holds``: which guards hold of the sender's person, and until when.
    """

    crossing_id: UUID
    told_at: datetime
    going_ahead: bool
    holds: dict[str, str]
    terms: str | None = None
    agreed_on: date | None = None
    confirmed_on: date | None = None
    plan: SharedPlan | None = None
    agreed: list[AgreedPoint] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class JointEnded:
    """One side ends the work together. Nobody is told why."""

    crossing_id: UUID
    ended_at: datetime


Parcel = Offer | Answer | Ended | Package | ReferralPackage | Arrived | JointPackage | JointNews | JointEnded
