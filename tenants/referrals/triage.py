"""What becomes of a referral: it is taken into a case, or closed with a reason. One decision each, and only once."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.outbox.models import Lane
from concord.outbox.service import emit
from concord.tenancy import scope
from tenants.people.service import Refused
from tenants.referrals.models import CloseReason, Incident, Referral, ReferralStatus

AGENCY_CONFIRMATION_DUE, AGENCY_OUTCOME_DUE = "agency.confirmation_due", "agency.outcome_due"


class NoSuchReferral(LookupError):
    """The bound service has no referral of this id."""


def announce(*referrals: Referral) -> None:
    """What was sent in one go waits for the team: who is to be told is told."""
    for referral in referrals:
        tell_team(referral.id)
    first = referrals[0]
    if first.referrer_email and first.referrer_email_confirmed_at is None:
        emit(AGENCY_CONFIRMATION_DUE, Lane.INTERACTIVE, referral_id=first.id)


def tell_team(referral_id: UUID) -> None:
    emit("referral.received", Lane.INTERACTIVE, referral_id=referral_id)


def locked(referral_id: UUID) -> Referral:
    """The referral, for this act alone until the transaction ends."""
    referral = db.session.get(
        Referral, (scope.current_tenant_id(), referral_id), with_for_update=True, populate_existing=True
    )
    if referral is None:
        raise NoSuchReferral(str(referral_id))
    return referral


def take(referral_id: UUID) -> Referral:
    """The referral, locked, when nobody has decided about it yet and nobody needs to release it first.

    What it tells of is locked with it: of two referrals about the same, one is decided after the other.
    """
    referral = _undecided(referral_id)
    db.session.execute(select(Incident.id).where(Incident.id == referral.incident_id).with_for_update())
    if referral.status == ReferralStatus.HELD:
        raise Refused(_("This referral is held. Release it first."))
    return referral


def mark_accepted(referral: Referral, case_id: UUID, decided_by: UUID, decided_at: datetime) -> None:
    """The referral became a case, or joined one."""
    referral.status, referral.case_id = ReferralStatus.ACCEPTED, case_id
    referral.decided_by, referral.decided_at = decided_by, decided_at
    db.session.flush()
    record_act("decide", "referral", referral.id, status=ReferralStatus.ACCEPTED, case=str(case_id))
    _tell_agency(referral)


def put_back(referral: Referral) -> None:
    """It joined a case by mistake, and waits for a decision again."""
    referral.status, referral.case_id = ReferralStatus.NEW, None
    referral.decided_by = referral.decided_at = None
    db.session.flush()
    record_act("decide", "referral", referral.id, status=ReferralStatus.NEW)


def close(
    referral_id: UUID, reason: CloseReason, decided_by: UUID | None, decided_at: datetime | None = None
) -> None:
    """The referral ends here, without a case. One that is held ends only as none; by nobody when it expired."""
    referral = _undecided(referral_id)
    held = referral.status == ReferralStatus.HELD
    if held and reason != CloseReason.NOT_A_REFERRAL:
        raise Refused(_("This referral is held. Release it first."))
    referral.status, referral.close_reason = ReferralStatus.CLOSED, reason
    referral.decided_by, referral.decided_at = decided_by, decided_at or datetime.now(UTC)
    db.session.flush()
    record_act("decide", "referral", referral.id, status=ReferralStatus.CLOSED, reason=reason)
    if not held and reason != CloseReason.TRANSFERRED:  # it has not ended: the other service tells what becomes of it
        _tell_agency(referral)


def case_ended(case_id: UUID) -> None:
    """The case is closed: each agency that referred into it hears that it ended, where the person agreed to that."""
    for referral in db.session.scalars(select(Referral).where(Referral.case_id == case_id)):
        _tell_agency(referral)


def _undecided(referral_id: UUID) -> Referral:
    referral = locked(referral_id)
    if referral.status == ReferralStatus.ACCEPTED:
        raise Refused(_("Somebody has accepted this referral already. It is a case now."))
    if referral.status == ReferralStatus.CLOSED:
        raise Refused(_("Somebody has closed this referral already."))
    return referral


def _tell_agency(referral: Referral) -> None:
    if referral.outcome_to_referrer:
        emit(AGENCY_OUTCOME_DUE, Lane.INTERACTIVE, referral_id=referral.id)
