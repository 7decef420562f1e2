"""Referrals that looked like spam when they came: somebody releases them, or closes them, or expire with notice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, select, update

from concord.audit.service import record_act
from concord.database import db
from concord.outbox.models import Lane
from concord.outbox.service import emit
from concord.web.translations import UK
from tenants.people.service import Refused
from tenants.referrals import triage
from tenants.referrals.models import CloseReason, Referral, ReferralStatus

KEPT = timedelta(days=28)
NOTICE = timedelta(days=7)
EXPIRING = "referrals.held_expiring"


def release(referral_id: UUID, released_by: UUID) -> None:
    """It is real: it waits like any other from now on, since the day it came, and everybody is told as usual."""
    referral = triage.locked(referral_id)
    if referral.status != ReferralStatus.HELD:
        raise Refused(_("This referral is not held any more."))
    referral.status = ReferralStatus.NEW
    referral.released_by, referral.released_at = released_by, datetime.now(UTC)
    db.session.flush()
    record_act("change", "referral", referral.id, what="released")
    triage.announce(referral)


def closes_on(received_at: datetime, told_at: datetime | None) -> date:
    """The first day on which one that is held may expire; nothing does before the team was told in time."""
    told = told_at or datetime.now(UTC)
    return max(received_at + KEPT, told + NOTICE).astimezone(UK).date()


def give_notice() -> None:
    """Have the team told, when there is something that will expire and nobody was told of it yet."""
    untold = select(func.count()).select_from(Referral).where(_expiring(), Referral.expiry_told_at.is_(None))
    if db.session.execute(untold).scalar_one():
        emit(EXPIRING, Lane.BULK)


def count_expiring() -> int:
    """How many will expire, told of or not."""
    return db.session.execute(select(func.count()).select_from(Referral).where(_expiring())).scalar_one()


def notice_was_given() -> None:
    """A message to the team has gone out: from now on what it speaks of has been announced."""
    db.session.execute(
        update(Referral).where(_expiring(), Referral.expiry_told_at.is_(None)).values(expiry_told_at=func.now())
    )


def expire() -> int:
    """Close what was held long enough and announced long enough ago; how many there were."""
    due = and_(
        Referral.status == ReferralStatus.HELD, Referral.received_at <= func.now() - KEPT,
        Referral.expiry_told_at <= func.now() - NOTICE,
    )
    found = db.session.scalars(select(Referral.id).where(due).with_for_update(skip_locked=True)).all()
    for referral_id in found:
        triage.close(referral_id, CloseReason.NOT_A_REFERRAL, None)
    return len(found)


def look_after() -> None:
    """Daily: what was announced expires, what comes next is announced."""
    expire()
    give_notice()


def _expiring() -> ColumnElement[bool]:
    return and_(
        Referral.status == ReferralStatus.HELD, Referral.received_at <= func.now() - (KEPT - NOTICE)
    )
