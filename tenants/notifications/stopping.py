"""Messages that must not go any more: somebody withdrew (DOMAIN A5).

What waits is cancelled in the transaction of the withdrawal; what is about to be sent is looked at once more.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import exists, or_, select, update

from concord.database import db
from concord.outbox.models import OutboxEvent
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState
from tenants.notifications.models import Message, MessageStatus
from tenants.people.models import Consent, ContactPoint, Decision, Purpose
from tenants.people.policy import STOPPING
from tenants.people.queries import does_not_want_contact

WITHDRAWN = "withdrawn"  # the reason that is kept with the message


def cancel_waiting(case: Case, *, party: CaseParty, purpose: Purpose, decision: Decision, **_act: Any) -> None:
    """For the signal of the ledger: nothing that waits about this case, or for this person, goes out any more."""
    if purpose in STOPPING and decision != Decision.GIVEN:
        theirs = select(ContactPoint.id).where(ContactPoint.person_id == party.person_id)
        db.session.execute(
            update(Message)
            .where(
                Message.status == MessageStatus.DECIDED,
                or_(Message.case_id == case.id, Message.contact_point_id.in_(theirs)),
            )
            .values(status=MessageStatus.CANCELLED, reason=WITHDRAWN)
            .execution_options(synchronize_session=False)
        )


def cancelled(message: Message) -> bool:
    """Whether a message that is about to be sent has lost its ground; then it is cancelled."""
    if _person_withdrew(message) or _withdrawn_since(message):
        message.status, message.reason = MessageStatus.CANCELLED, WITHDRAWN
        db.session.flush()
    return message.status == MessageStatus.CANCELLED


def _person_withdrew(message: Message) -> bool:
    """The one to whom it goes has withdrawn, or does not want us to contact them."""
    party = select(CaseParty.person_id, CaseParty.state).where(CaseParty.id == message.party_id)
    point = select(ContactPoint.person_id).where(ContactPoint.id == message.contact_point_id)
    found = db.session.execute(party).one_or_none()
    if found is not None and found.state == PartyState.WITHDRAWN:
        return True
    person_id = found.person_id if found else db.session.execute(point).scalar_one_or_none()
    return person_id is not None and does_not_want_contact(person_id)


def _withdrawn_since(message: Message) -> bool:
    """Somebody of the case withdrew after what called for the message, before it was written down: it is late."""
    if message.case_id is None:
        return False
    called_for = select(OutboxEvent.created_at).where(OutboxEvent.id == message.event_id).scalar_subquery()
    withdrew = exists().where(
        CaseParty.case_id == message.case_id, Consent.person_id == CaseParty.person_id,
        Consent.decision != Decision.GIVEN, Consent.purpose.in_(STOPPING),
        Consent.recorded_at >= called_for,
    )
    return db.session.execute(select(withdrew)).scalar_one()
