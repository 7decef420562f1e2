"""What becomes of a referral: it is taken into a case, or closed with a reason. One decision each, and only once."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _

from concord.audit.service import record_act
from concord.database import db
from concord.tenancy import scope
from tenants.people.service import Refused
from tenants.referrals.models import CloseReason, Referral, ReferralStatus


class NoSuchReferral(LookupError):
    """The bound service has no referral of this id."""


def take(referral_id: UUID) -> Referral:
    """The referral, locked until the transaction ends, when nobody has decided about it yet."""
    referral = db.session.get(Referral, (scope.current_tenant_id(), referral_id), with_for_update=True)
    if referral is None:
        raise NoSuchReferral(str(referral_id))
    if referral.status == ReferralStatus.ACCEPTED:
        raise Refused(_("Somebody has accepted this referral already. It is a case now."))
    if referral.status == ReferralStatus.CLOSED:
        raise Refused(_("Somebody has closed this referral already."))
    return referral


def mark_accepted(referral: Referral, case_id: UUID, decided_by: UUID, decided_at: datetime) -> None:
    """The referral became a case, or joined one."""
    referral.status, referral.case_id = ReferralStatus.ACCEPTED, case_id
    referral.decided_by, referral.decided_at = decided_by, decided_at
    db.session.flush()
    record_act("decide", "referral", referral.id, status=ReferralStatus.ACCEPTED, case=str(case_id))


def close(referral_id: UUID, reason: CloseReason, decided_by: UUID, decided_at: datetime | None = None) -> None:
    """The referral ends here, without a case."""
    referral = take(referral_id)
    referral.status, referral.close_reason = ReferralStatus.CLOSED, reason
    referral.decided_by, referral.decided_at = decided_by, decided_at or datetime.now(UTC)
    db.session.flush()
    record_act("decide", "referral", referral.id, status=ReferralStatus.CLOSED, reason=reason)
