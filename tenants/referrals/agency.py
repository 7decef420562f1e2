"""Whose the e-mail address of an agency is: a link in a message to it shows. Opening it changes nothing; a button does.

The link carries the id of one referral, signed, and works for a week. It confirms the address for all that was sent in
the same go.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import func, or_, select

from concord.audit.service import record_act
from concord.config import Settings
from concord.database import db
from tenants.referrals.models import Referral, ReferralStatus

LINK_LASTS = timedelta(days=7)


def token_for(referral_id: UUID) -> str:
    return _signer().dumps(str(referral_id))


def referrals_of(token: str) -> list[Referral]:
    """Everything that was sent in one go with the address that a link went to; nothing when the link has run out."""
    try:
        referral_id = UUID(_signer().loads(token, max_age=int(LINK_LASTS.total_seconds())))
    except (BadData, ValueError):
        return []
    first = db.session.scalars(
        select(Referral).where(Referral.id == referral_id, Referral.referrer_email.is_not(None))
    ).one_or_none()
    if first is None:
        return []
    together = Referral.id == first.id
    if first.sent_together is not None:
        together = or_(together, Referral.sent_together == first.sent_together)
    found = db.session.scalars(
        select(Referral).where(together, Referral.status != ReferralStatus.HELD).order_by(Referral.id)
    )
    return [referral for referral in found if referral.referrer_email == first.referrer_email]


def confirm(token: str) -> list[Referral]:
    """Whoever reads messages to this address says that it is theirs."""
    referrals = referrals_of(token)
    for referral in referrals:
        if referral.referrer_email_confirmed_at is None:
            referral.referrer_email_confirmed_at = func.now()
            record_act("change", "referral", referral.id, what="agency_email_confirmed")
    db.session.flush()
    return referrals


def _signer() -> URLSafeTimedSerializer:
    settings: Settings = current_app.extensions["concord.settings"]
    return URLSafeTimedSerializer(settings.secret_key.get_secret_value(), salt="agency-address")
