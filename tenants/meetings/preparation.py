"""Preparing each person on their own, until they are ready (DOMAIN A6)."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from concord.database import db
from concord.database.columns import uuid7
from tenants.casework.events import Act, open_case, party_of, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState
from tenants.meetings import status
from tenants.meetings.models import PreparationMeeting
from tenants.meetings.policy import Held
from tenants.people.service import Refused

MAY_BE_READY = (PartyState.CONSENTED, PartyState.READY, PartyState.PARTICIPATED)


def prepare(case_id: UUID, party_id: UUID, held: Held, act: Act, *, ready: bool | None = None) -> UUID:
    """A talk with one person on their own; ``ready`` when it showed whether they are."""
    case = open_case(case_id, act)
    party = party_of(case, party_id)
    talk = PreparationMeeting(
        id=uuid7(), case_id=case.id, party_id=party.id, episode=case.episode, held=held, held_on=act.happened_on,
        recorded_by=act.actor_id, recorded_at=act.written_at,
    )
    db.session.add(talk)
    write_event(case, EventKind.PREPARED, act, party_id=party.id, detail={"held": str(held)})
    if ready is not None:
        _set_ready(case, party, status.following(act), ready=ready)
    return talk.id


def mark_ready(case_id: UUID, party_id: UUID, act: Act, *, ready: bool) -> None:
    """Somebody is ready to take part, or is not. Then a date that was arranged is none any more (T19)."""
    case = open_case(case_id, act)
    _set_ready(case, party_of(case, party_id), act, ready=ready)


def _set_ready(case: Case, party: CaseParty, act: Act, *, ready: bool) -> None:
    if ready and party.state not in MAY_BE_READY:
        raise Refused(_("They have not agreed to take part."))
    if not ready and party.state != PartyState.READY:
        return
    party.state = PartyState.READY if ready else PartyState.CONSENTED
    write_event(case, EventKind.PARTY_STATE_CHANGED, act, party_id=party.id, detail={"state": str(party.state)})
    if not ready:
        status.prepare_again(case, act)
