"""One side of a case: everything that may stand on a paper, in a calendar, a message or an export for that side.

The wall between the parties (PEERS 5.5): whatever renders something for a party is given a `SideView` and nothing else,
so it cannot reach across. `reading.side_view` alone makes one, by audience.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from tenants.casework.kinds import Audience


@dataclass(frozen=True)
class Appointment:
    """The meeting as this side was told of it."""

    id: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    place: str
    address: str
    off: bool
    changed_at: datetime


@dataclass(frozen=True)
class Commitment:
    """One item of an agreement that this side may see."""

    words: str
    due_on: date | None
    status: str
    own: bool


@dataclass(frozen=True)
class Said:
    """A note that was written for this side, or for both."""

    on: date
    words: str


@dataclass(frozen=True)
class Paper:
    """A file that this side may have."""

    id: UUID
    name: str
    added_at: datetime


@dataclass(frozen=True)
class SideView:
    """What one party, and nobody of the other side, may see of a case."""

    audience: Audience
    case_id: UUID
    party_id: UUID
    reference: str
    name: str
    known_as: str
    language: str
    address: str
    way_id: UUID | None  # to whom the address belongs, as a way to reach them
    post_is_shared: bool
    lead: str
    appointment: Appointment | None
    commitments: tuple[Commitment, ...]
    notes: tuple[Said, ...]
    papers: tuple[Paper, ...]

    @property
    def greeting(self) -> str:
        """How a letter speaks to them."""
        return self.known_as or self.name
