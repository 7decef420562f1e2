"""Writing in the consent ledger (DOMAIN A5): entries are only ever added. What holds now: `tenants.people.ledger`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import and_, func, or_, select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from tenants.people import policy, wordings
from tenants.people.models import Consent, ConsentChannel, Decision, Purpose
from tenants.people.queries import records_of
from tenants.people.refusals import Refused


@dataclass(frozen=True)
class Choice:
    """What somebody agreed to, refused or took back, and on which day.

    ``form`` when it is about one form of taking part only, ``about`` names the agency or supporter. Without a version
    it is the newest wording.
    """

    purpose: Purpose
    decision: Decision
    channel: ConsentChannel
    decided_on: date
    wording_version: str = ""
    form: str | None = None
    about: str | None = None
    witness: str | None = None
    expires_on: date | None = None


def record_consent(  # noqa: PLR0913 - a choice, and where and by whom it is written down
    person_id: UUID,
    incident_id: UUID | None,
    choice: Choice,
    *,
    recorded_by: UUID | None,
    recorded_at: datetime | None = None,
    episode: int = 1,
) -> UUID:
    """One more entry of the ledger. Nothing in it is ever changed; the newest decision counts."""
    if choice.decision == Decision.GIVEN:
        _refuse_improper(choice)
    elif choice.decision == Decision.WITHDRAWN:
        _refuse_ineffective_withdrawal(person_id, incident_id, choice)
    consent = Consent(
        id=uuid7(), person_id=person_id, incident_id=incident_id, purpose=choice.purpose, decision=choice.decision,
        channel=choice.channel, wording_version=choice.wording_version or wordings.newest_version(choice.purpose),
        form=choice.form, about=choice.about, witness=choice.witness, decided_on=choice.decided_on,
        expires_on=choice.expires_on, episode=episode, recorded_by=recorded_by,
        recorded_at=recorded_at or datetime.now(UTC),
    )
    db.session.add(consent)
    db.session.flush()
    codes = {"purpose": str(choice.purpose), "decision": str(choice.decision)}
    record_act("decide", "consent", consent.id, person=str(person_id), **codes)
    return consent.id


def _refuse_improper(choice: Choice) -> None:
    """An agreement is on paper, signed, or said before a witness; and it does not end before it begins."""
    if choice.channel in policy.ONLY_TO_SAY_NO:
        raise Refused(_("To agree, they sign, or say it while a witness is there."))
    if choice.channel == ConsentChannel.VERBAL_WITNESSED and not choice.witness:
        raise Refused(_("Enter the name of the witness."))
    if choice.expires_on and choice.expires_on < choice.decided_on:
        raise Refused(_("The last day must be after the day on which they agreed."))


def _refuse_ineffective_withdrawal(person_id: UUID, incident_id: UUID | None, choice: Choice) -> None:
    """A withdrawal dated before the agreement would count for nothing, so nobody may record one by mistake."""
    about_person = and_(Consent.purpose == Purpose.STORE_AND_CONTACT, Consent.person_id.in_(records_of(person_id)))
    statement = select(func.max(Consent.decided_on)).where(
        Consent.purpose == choice.purpose, Consent.decision == Decision.GIVEN,
        or_(and_(Consent.person_id == person_id, Consent.incident_id == incident_id), about_person),
    )
    given_on = db.session.execute(statement).scalar_one()
    if given_on and choice.decided_on < given_on:
        raise Refused(_("They agreed on a later day than this. Give the day of the withdrawal, or today."))
