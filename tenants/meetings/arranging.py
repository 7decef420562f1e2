"""Who sits where and who is asked first: as the field does it, until the lead changes it (DOMAIN A8)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tenants.casework import policy as stages
from tenants.casework.queries import CaseView
from tenants.meetings.policy import Duty
from tenants.meetings.queries import MeetingView
from tenants.referrals.models import PartyRole


@dataclass(frozen=True)
class Place:
    """One chair, or one turn to speak."""

    id: str
    name: str
    side: str  # "harmed", "responsible", "facilitator" or empty


def seating(case: CaseView, meeting: MeetingView) -> list[Place]:
    """A circle: each side with its own people, and a facilitator between the two."""
    lead, second = _facilitator(meeting, Duty.LEAD), _facilitator(meeting, Duty.SECOND)
    circle = [
        *lead, *_side(case, meeting, PartyRole.HARMED), *_others(meeting, ""), *second,
        *reversed(_side(case, meeting, PartyRole.RESPONSIBLE)),
    ]
    return _in_order(circle, meeting.activity.seating)


def sides_meet(places: list[Place]) -> bool:
    """Somebody of one side sits next to somebody of the other; the last chair stands next to the first."""
    chairs = [place.side for place in places if place.side]
    return any({chair, after} == set(PartyRole) for chair, after in zip(chairs, chairs[1:] + chairs[:1], strict=True))


def speaking(case: CaseView, meeting: MeetingView) -> list[Place]:
    """The person responsible is asked first, then the person harmed, then everybody else."""
    parties = [*_parties(case, PartyRole.RESPONSIBLE), *_parties(case, PartyRole.HARMED)]
    others = [*_others(meeting, PartyRole.HARMED), *_others(meeting, PartyRole.RESPONSIBLE), *_others(meeting, "")]
    return _in_order([*parties, *others], meeting.activity.speaking)


def moved(places: list[Place], place_id: str, by: int) -> list[str]:
    """The ids in their new order, with one place moved up or down."""
    ids = [place.id for place in places]
    if place_id in ids:
        at = ids.index(place_id)
        to = min(max(0, at + by), len(ids) - 1)
        ids.insert(to, ids.pop(at))
    return ids


def _in_order(usual: list[Place], kept: Iterable[str] | None) -> list[Place]:
    """As the lead put them; whoever came to the plan since then is at the end, whoever left it is gone."""
    by_id = {place.id: place for place in usual}
    first = [by_id.pop(place_id) for place_id in kept or () if place_id in by_id]
    return first + list(by_id.values())


def _side(case: CaseView, meeting: MeetingView, role: PartyRole) -> list[Place]:
    return [*_parties(case, role), *_others(meeting, role)]


def _parties(case: CaseView, role: PartyRole) -> list[Place]:
    return [
        Place(str(party.id), party.name, party.role) for party in case.parties
        if party.role == role and party.state not in stages.OUT
    ]


def _others(meeting: MeetingView, side: str) -> list[Place]:
    return [Place(str(other.id), other.name, other.side) for other in meeting.attendees if other.side == side]


def _facilitator(meeting: MeetingView, duty: Duty) -> list[Place]:
    return [Place(str(one.id), one.name, "facilitator") for one in meeting.facilitators if one.duty == duty]
