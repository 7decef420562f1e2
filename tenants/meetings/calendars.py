"""The meetings of a facilitator as entries of their own calendar, and the private address it reads them from."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select, update

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account, AccountStatus
from concord.identity.sessions import hash_token
from concord.web.calendars import Entry, Standing
from tenants.casework.models import Case
from tenants.casework.policy import Stage
from tenants.meetings.models import Activity, ActivityFacilitator, CalendarFeed
from tenants.meetings.policy import CALLED_OFF, ActivityStatus
from tenants.referrals.conflicts import locked_out

KEPT_FOR = timedelta(days=90)  # how long what is over stays in a feed


COLUMNS = (Activity.id, Activity.starts_at, Activity.ends_at, Activity.sequence, Activity.changed_at, Activity.status)


def entries_of(account_id: UUID) -> list[Entry]:
    """Of one facilitator, each meeting once; what they were taken off, or have a conflict of interest in, is there,
    too, as called off."""
    locked = Case.incident_id.in_(locked_out(account_id))
    off = func.bool_and(or_(ActivityFacilitator.removed_at.is_not(None), locked)).label("off")
    statement = (
        select(*COLUMNS, off).join(ActivityFacilitator, ActivityFacilitator.activity_id == Activity.id)
        .join(Case, Case.id == Activity.case_id)
        .where(
            ActivityFacilitator.account_id == account_id, Activity.starts_at > datetime.now(UTC) - KEPT_FOR,
            Case.stage != Stage.ERASED,
        )
        .group_by(Activity.tenant_id, *COLUMNS).order_by(Activity.starts_at, Activity.id)
    )
    return [_entry(row, off=row.off) for row in db.session.execute(statement)]


def entry_of(case_id: UUID, activity_id: UUID) -> Entry | None:
    """One meeting of this very case, once it has a day."""
    statement = select(*COLUMNS).where(
        Activity.case_id == case_id, Activity.id == activity_id, Activity.starts_at.is_not(None)
    )
    row = db.session.execute(statement).one_or_none()
    return _entry(row, off=False) if row else None


def _entry(row: Row[*tuple[Any, ...]], *, off: bool) -> Entry:
    called_off = off or row.status in CALLED_OFF
    open_still = Standing.TENTATIVE if row.status == ActivityStatus.PLANNED else Standing.CONFIRMED
    return Entry(
        str(row.id), row.starts_at, row.ends_at, row.sequence, row.changed_at,
        Standing.CANCELLED if called_off else open_still,
    )


def make_feed(account_id: UUID) -> str:
    """A new secret address; the one before ends. It is shown once: we keep its hash alone."""
    end_feed(account_id)
    token = secrets.token_urlsafe(32)
    db.session.add(CalendarFeed(id=uuid7(), account_id=account_id, token_hash=hash_token(token)))
    db.session.flush()
    record_act("create", "calendar_feed", account_id)
    return token


def end_feed(account_id: UUID) -> None:
    ended = update(CalendarFeed).where(CalendarFeed.account_id == account_id, CalendarFeed.ended_at.is_(None))
    if db.session.execute(ended.values(ended_at=datetime.now(UTC)).returning(CalendarFeed.id)).first():
        record_act("change", "calendar_feed", account_id, ended=True)


def feed_made_at(account_id: UUID) -> datetime | None:
    statement = select(CalendarFeed.made_at).where(
        CalendarFeed.account_id == account_id, CalendarFeed.ended_at.is_(None)
    )
    return db.session.execute(statement).scalar_one_or_none()


def whose(token: str) -> UUID | None:
    """Whose feed this secret opens, as long as they may sign in here."""
    statement = (
        select(CalendarFeed.account_id).join(Account, Account.id == CalendarFeed.account_id)
        .where(
            CalendarFeed.token_hash == hash_token(token), CalendarFeed.ended_at.is_(None),
            Account.status == AccountStatus.ACTIVE,
        )
    )
    return db.session.execute(statement).scalar_one_or_none()
