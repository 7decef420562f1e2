"""What the people of a case agree to, refuse and take back, and what follows from it (DOMAIN A5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from tenants.casework import signals
from tenants.casework.events import Act, come_back, go_on, locked_case, party_of, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import OUT, PartyState
from tenants.casework.tellings import ask_lead
from tenants.people import service as people
from tenants.people.models import Decision, Purpose
from tenants.people.policy import STOPPING
from tenants.people.queries import given
from tenants.people.service import Choice

AGREED = (PartyState.CONSENTED, PartyState.READY, PartyState.PARTICIPATED)


def record_consent(case_id: UUID, party_id: UUID, choice: Choice, act: Act) -> None:
    """What a party says about one purpose."""
    record_consents(case_id, party_id, (choice,), act)


def record_consents(case_id: UUID, party_id: UUID, choices: Iterable[Choice], act: Act) -> None:
    """What a party agreed to, refused or took back. Taking back needs no current page: nothing may delay it."""
    choices = tuple(choices)
    if any(choice.decision == Decision.WITHDRAWN for choice in choices):
        act = replace(act, version=None)
    case = locked_case(case_id, act)
    party = party_of(case, party_id)
    before = party.state
    enter(case, party, choices, act)
    for choice in choices:
        codes = {"purpose": str(choice.purpose), "decision": str(choice.decision), "channel": str(choice.channel)}
        if choice.form:
            codes["form"] = choice.form
        write_event(case, EventKind.CONSENT_RECORDED, act, party_id=party.id, detail=codes)
    announce(case, party, choices, act, had_agreed=before in AGREED)


def enter(case: Case, party: CaseParty, choices: Iterable[Choice], act: Act) -> None:
    """Write the entries into the ledger; the state of the party follows."""
    for choice in choices:
        people.record_consent(
            party.person_id, case.incident_id, choice, recorded_by=act.actor_id, recorded_at=act.written_at,
            episode=case.episode,
        )
        _follow(case, party, choice)


def announce(case: Case, party: CaseParty, choices: Iterable[Choice], act: Act, *, had_agreed: bool) -> None:
    """Whoever must act on it does so in this transaction; the lead decides what the other side hears.

    To say no after they had agreed is to withdraw, whatever it is called.
    """
    for choice in choices:
        signals.consent_recorded.send(case, party=party, purpose=choice.purpose, decision=choice.decision, act=act)
    said_no = {choice.decision for choice in choices if choice.purpose in STOPPING} - {Decision.GIVEN}
    if party.state in OUT and said_no and (had_agreed or Decision.WITHDRAWN in said_no):
        ask_lead(case, party, act)


def _follow(case: Case, party: CaseParty, choice: Choice) -> None:
    """A party's state follows what they say about taking part, and about being contacted at all."""
    if choice.purpose == Purpose.TAKE_PART and choice.decision == Decision.GIVEN:
        come_back(party)
        go_on(party, PartyState.CONSENTED)
    elif choice.purpose in STOPPING and choice.decision != Decision.GIVEN and not _another_form(case, party, choice):
        declined = choice.purpose == Purpose.TAKE_PART and choice.decision == Decision.REFUSED
        party.state = PartyState.DECLINED if declined else PartyState.WITHDRAWN


def _another_form(case: Case, party: CaseParty, choice: Choice) -> bool:
    """They said no to one form of taking part, and still agree to another."""
    if choice.form is None:
        return False
    still = given(party.person_id, case.incident_id, Purpose.TAKE_PART, episode=case.episode)
    return db.session.execute(select(still)).scalar_one()
