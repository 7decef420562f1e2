"""What is done with and for the people of a case: reaching them, telling them, asking what they agree to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.database import db
from tenants.casework import signals
from tenants.casework.consenting import AGREED
from tenants.casework.events import Act, come_back, go_on, open_case, party_of, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import CaseParty
from tenants.casework.opening import add_party
from tenants.casework.policy import LEFT, MEETING_STAGES, PartyState
from tenants.casework.withdrawal import From, withdraw
from tenants.people import service as people
from tenants.people.models import ConsentChannel, StatedBy
from tenants.people.service import Refused, WayToReach
from tenants.referrals.models import PartyRole


class Offer(StrEnum):
    """What somebody said when restorative justice was explained and offered to them."""

    WANTS_TO_EXPLORE = "wants_to_explore"
    NEEDS_TIME = "needs_time"
    SAID_NO = "said_no"
    NOT_ASKED = "not_asked"


class ToldBy(StrEnum):
    """How the information reached them."""

    SPOKEN = "spoken"
    LEAFLET = "leaflet"
    EASY_READ = "easy_read"
    ONLINE = "online"
    INTERPRETER = "interpreter"


@dataclass(frozen=True)
class OtherPerson:
    """Somebody to add to a case, as far as they are known."""

    name: str
    role: PartyRole
    ways: tuple[WayToReach, ...] = ()
    stated_by: StatedBy = StatedBy.OTHER
    language: str = "en"


AFTER_OFFER = {
    Offer.WANTS_TO_EXPLORE: PartyState.CONSIDERING,
    Offer.NEEDS_TIME: PartyState.CONSIDERING,
    Offer.NOT_ASKED: PartyState.INFORMED,
}


def add_other_person(case_id: UUID, other: OtherPerson, act: Act) -> UUID:
    """Somebody else whom this case is about."""
    case = open_case(case_id, act)
    person = people.add_person(
        other.name, other.ways, other.stated_by, language=other.language, recorded_at=act.written_at
    )
    party = add_party(case, person.id, other.role, act)
    write_event(case, EventKind.PARTY_ADDED, act, party_id=party.id, detail={"role": str(other.role)})
    return party.id


def give_information(case_id: UUID, party_id: UUID, told_by: tuple[ToldBy, ...], offer: Offer, act: Act) -> None:
    """A party was told what restorative justice is, and what they said to the offer."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    had_agreed = party.state in AGREED
    if offer == Offer.SAID_NO:
        party.state = PartyState.DECLINED
    else:
        come_back(party)
        go_on(party, AFTER_OFFER[offer])
    write_event(
        case, EventKind.INFORMATION_GIVEN, act, party_id=party.id,
        detail={"told_by": [str(way) for way in told_by], "offer": str(offer)},
    )
    if offer == Offer.SAID_NO and had_agreed:  # then it is more than a no: what was planned stops
        withdraw(case_id, party_id, From.TAKING_PART, ConsentChannel.SPOKEN, replace(act, note=None))


def leave(case_id: UUID, party_id: UUID, state: PartyState, act: Act) -> None:
    """A party is out of the case for a reason that is not their own decision."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    if state not in LEFT:
        raise Refused(_("Choose a reason"))
    party.state = state
    write_event(case, EventKind.PARTY_STATE_CHANGED, act, party_id=party.id, detail={"state": str(state)})
    signals.party_left.send(case, party=party, act=act)


def record_activity(case_id: UUID, act: Act, *, between_both: bool, **codes: str) -> None:
    """For meetings: what took place stands on the timeline, and who took part in it has taken part."""
    case = open_case(case_id, act)
    if between_both and case.stage not in MEETING_STAGES:
        raise Refused(_("Move the case to “meeting or exchange under way” first. That makes sure that both agreed."))
    if between_both:
        for party in db.session.execute(select(CaseParty).where(CaseParty.case_id == case.id)).scalars():
            if party.kept_by_id is None and party.state in {PartyState.CONSENTED, PartyState.READY}:
                go_on(party, PartyState.PARTICIPATED)
    write_event(case, EventKind.ACTIVITY_RECORDED, act, detail=codes)
