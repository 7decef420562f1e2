"""How a referral goes to another service: closed here at the moment of their yes, waiting there as it waited here."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.tenancy import scope
from tenants.casework.service import Act
from tenants.documents import service as documents
from tenants.handover.models import Handover
from tenants.handover.packing import names_on, plain, readable, sent_files, somebody
from tenants.handover.parcels import ReferralPackage
from tenants.handover.referral_offers import agrees
from tenants.handover.unpacking import bring_consents, insert, keep_records, new_person
from tenants.people.service import Refused
from tenants.referrals import triage
from tenants.referrals.models import CloseReason, Incident, Referral, ReferralDocument, ReferralStatus
from tenants.referrals.reference import new_reference
from tenants.referrals.triage_models import ReferralNote

# What is said of a referral by whoever sent it. That its person agreed to be contacted was said to the sender.
CROSSES = (
    "person_role", "referrer_kind", "source", "referrer_name", "referrer_contact", "referrer_agency",
    "agency_reference", "referrer_email", "referrer_email_confirmed_at", "disposal_deadline", "outcome_to_referrer",
    "under_18", "person_knows", "person_agreed", "language", "received_at",
)
NOTES = "referral_notes"


def let_go(referral_id: UUID, act: Act) -> None:
    """They said yes: nobody decides about it here any more."""
    referral = triage.take(referral_id)
    if not agrees(referral):
        raise Refused(_("They do not agree to it any more."))
    triage.close(referral_id, CloseReason.TRANSFERRED, act.actor_id)


def pack(handover: Handover) -> ReferralPackage:
    here = scope.current_tenant_id()
    referral = db.session.get_one(Referral, (here, handover.referral_id))
    notes = db.session.execute(
        select(ReferralNote.__table__).where(ReferralNote.referral_id == referral.id).order_by(ReferralNote.recorded_at)
    )
    names = names_on(None)
    return ReferralPackage(
        crossing_id=handover.crossing_id, reference=referral.reference,
        incident=plain(db.session.get_one(Incident, (here, referral.incident_id))),
        referral={name: value for name, value in plain(referral).items() if name in CROSSES},
        person=somebody(referral.person_id, referral.incident_id),
        files=list(sent_files(Referral.id == referral.id)), notes=[readable(row._mapping, names) for row in notes],
    )


def unpack(handover: Handover, package: ReferralPackage, came_from: str) -> UUID:
    """It waits here for a decision, since it came there; nobody was asked or reached by this service yet."""
    incident_id = insert(Incident, package.incident)
    person = new_person(package.person, handover)
    bring_consents(person.id, incident_id, package.person, handover, came_from)
    sent = {name: value for name, value in package.referral.items() if name in CROSSES}
    referral_id = insert(
        Referral, sent, reference=new_reference(), submission_key=package.crossing_id, incident_id=incident_id,
        person_id=person.id, status=ReferralStatus.NEW, came_from_id=handover.other_id, came_here_at=datetime.now(UTC),
    )
    record_act("create", "referral", referral_id, handover=str(handover.id))
    for file in package.files:
        document_id = documents.add(file.name, file.data)
        db.session.add(ReferralDocument(document_id=document_id, referral_id=referral_id, person_key=""))
    keep_records(handover, {"referrals": [{"reference": package.reference}], NOTES: package.notes})
    db.session.flush()
    triage.tell_team(referral_id)
    return referral_id
