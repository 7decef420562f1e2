"""How many referrals wait for somebody, and for what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, select

from concord.database import db
from concord.web.dates import uk_today
from concord.web.translations import UK
from concord.working_days import add_working_days
from tenants.referrals.models import Referral, ReferralStatus
from tenants.referrals.notes import asked_on
from tenants.referrals.queries import NATIONAL_WORKING_DAYS, NEAR
from tenants.referrals.visibility import Reader, visible_to


@dataclass(frozen=True)
class Waiting:
    """How many referrals wait for somebody; of the new ones, how many are late, near a deadline or wait for others."""

    new: int
    held: int
    overdue: int
    beyond_national: int
    near_deadline: int
    asked: int


def count_waiting(reader: Reader, first_attempt_within: int = NATIONAL_WORKING_DAYS) -> Waiting:
    """How many wait, and for what: one statement."""
    is_new = Referral.status == ReferralStatus.NEW
    parts = {
        "new": is_new, "held": Referral.status == ReferralStatus.HELD,
        "overdue": and_(is_new, _received_too_long_ago(first_attempt_within)),
        "beyond_national": and_(is_new, _received_too_long_ago(NATIONAL_WORKING_DAYS)),
        "near_deadline": and_(is_new, Referral.disposal_deadline <= uk_today() + NEAR),
        "asked": and_(is_new, asked_on().is_not(None)),
    }
    statement = select(*(func.count().filter(part).label(name) for name, part in parts.items())).where(
        Referral.status.in_([ReferralStatus.NEW, ReferralStatus.HELD]), visible_to(reader)
    )
    return Waiting(**db.session.execute(statement).one()._mapping)


def _received_too_long_ago(within: int) -> ColumnElement[bool]:
    """Received on a day whose limit is over: before the first day that is still in time today."""
    today = day = uk_today()
    while add_working_days(day - timedelta(days=1), within) >= today:
        day -= timedelta(days=1)
    return Referral.received_at < datetime.combine(day, time(), UK)
