"""The verbs by which referrals enter: from the online form, from staff, or invented for trying."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.web.translations import UK
from tenants.people.intake import add_person, record_needs, record_online_agreement
from tenants.people.models import Answer, StatedBy
from tenants.referrals.answers import Answers
from tenants.referrals.models import HeldBecause, Incident, Referral, ReferralStatus
from tenants.referrals.reference import new_reference
from tenants.referrals.triage import announce


def receive(answers: Answers) -> Referral:
    """Write one referral with its incident, person, agreement and event; the one already there if they came before."""
    return receive_together([answers])[0]


def receive_together(sent: Sequence[Answers], held_because: HeldBecause | None = None) -> list[Referral]:
    """Write one referral for each person of one incident; those already there if they came before.

    What looks like spam is kept in just the same way, but held: nobody is told of it until somebody releases it.
    """
    before = [referral for answers in sent if (referral := referral_sent_as(answers.submission_key))]
    if before:
        return before
    first = sent[0]
    moment = first.received_at or datetime.now(UTC)
    incident = Incident(
        id=uuid7(), kind=first.incident_kind, reported=first.reported, summary=first.summary,
        area_code=first.area_code, created_at=moment,
    )
    db.session.add(incident)
    referrals = [_receive(answers, incident.id, moment) for answers in sent]
    if held_because is None:
        announce(*referrals)
        return referrals
    for referral in referrals:
        referral.status, referral.held_because = ReferralStatus.HELD, held_because
    db.session.flush()
    return referrals


def _receive(answers: Answers, incident_id: UUID, moment: datetime) -> Referral:
    stated_by = StatedBy.SELF if answers.from_the_person else StatedBy.OTHER
    person = add_person(answers.person_name, answers.ways_to_reach, stated_by, answers.language, moment)
    if answers.needs:
        record_needs(person.id, answers.needs, moment)
    referral = _referral(answers, incident_id, person.id, moment)
    db.session.add(referral)
    db.session.flush()
    if answers.from_the_person and answers.agreed_wording:
        agreed_on = moment.astimezone(UK).date()
        record_online_agreement(person.id, incident_id, answers.agreed_wording, agreed_on, moment)
    record_act("create", "referral", referral.id, source=answers.source)
    return referral


def referral_sent_as(submission_key: UUID) -> Referral | None:
    """The referral that came of one submission, if it did."""
    return db.session.execute(select(Referral).where(Referral.submission_key == submission_key)).scalar_one_or_none()


def _referral(answers: Answers, incident_id: UUID, person_id: UUID, moment: datetime) -> Referral:
    referrer = answers.referrer
    return Referral(
        id=uuid7(), reference=new_reference(), submission_key=answers.submission_key,
        incident_id=incident_id, person_id=person_id, person_role=answers.person_role,
        referrer_kind=answers.referrer_kind, source=answers.source,
        referrer_name=referrer.name if referrer else None,
        referrer_contact=referrer.contact if referrer else None,
        referrer_agency=referrer.agency if referrer else None,
        referrer_email=referrer.email if referrer else None,
        agency_reference=referrer.agency_reference if referrer else None,
        disposal_deadline=referrer.disposal_deadline if referrer else None,
        outcome_to_referrer=bool(answers.outcome_to_referrer and referrer and referrer.email),
        sent_together=answers.sent_together, under_18=answers.under_18,
        person_knows=Answer.YES if answers.from_the_person else answers.person_knows,
        person_agreed=Answer.YES if answers.from_the_person and answers.agreed_wording else answers.person_agreed,
        agreed_wording=answers.agreed_wording, language=answers.language, received_at=moment,
    )
