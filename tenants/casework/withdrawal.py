"""Somebody withdraws (DOMAIN A5, E2 T14): one act, from anywhere, at any time, and nothing may delay it.

In the transaction of the act the ledger says so, the party is out, what was going on stops (through
`signals.consent_recorded`), and the lead gets the task to decide what the other side hears. Support stays open.
"""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from uuid import UUID

from tenants.casework.consenting import announce, enter
from tenants.casework.events import Act, any_party_of, locked_case, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseParty
from tenants.people.models import ConsentChannel, Decision, Purpose
from tenants.people.queries import standing
from tenants.people.service import Choice


class From(StrEnum):
    """What somebody withdraws from."""

    ALL = "all"
    TAKING_PART = "taking_part"
    CONTACT = "contact"


# What is taken back in any case, and what else if they had agreed to it.
ALWAYS = {
    From.ALL: (Purpose.TAKE_PART, Purpose.STORE_AND_CONTACT),
    From.TAKING_PART: (Purpose.TAKE_PART,),
    From.CONTACT: (Purpose.STORE_AND_CONTACT,),
}
IF_GIVEN = {
    From.ALL: tuple(Purpose),
    From.TAKING_PART: (Purpose.APPROACH_OTHER, Purpose.ATTENDANCE, Purpose.OUTCOME_AGREEMENT),
    From.CONTACT: (Purpose.SURVEY, Purpose.LATER_FOLLOW_UP),
}


def withdraw(case_id: UUID, party_id: UUID, scope: From, channel: ConsentChannel, act: Act) -> None:
    """A party takes back what they agreed to. However old the page is from which it comes: it counts."""
    act = replace(act, version=None)
    case = locked_case(case_id, act)
    party = any_party_of(case, party_id)
    choices = [
        Choice(purpose, Decision.WITHDRAWN, channel, act.happened_on) for purpose in _taken_back(case, party, scope)
    ]
    enter(case, party, choices, act)
    write_event(
        case, EventKind.WITHDREW, act, party_id=party.id, detail={"from": str(scope), "channel": str(channel)}
    )
    announce(case, party, choices, act, had_agreed=True)


def _taken_back(case: Case, party: CaseParty, scope: From) -> list[Purpose]:
    given = {entry.purpose for entry in standing(party.person_id, case.incident_id, case.episode)}
    return [
        purpose for purpose in Purpose if purpose in ALWAYS[scope] or (purpose in IF_GIVEN[scope] and purpose in given)
    ]
