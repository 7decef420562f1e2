"""Reads of referrals for the team: plain rows, one statement a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from concord.database import db
from concord.web.dates import uk_today
from concord.web.translations import UK
from concord.working_days import add_working_days, working_days_between
from tenants.people.models import Person
from tenants.people.queries import Way, person_with_ways
from tenants.referrals.models import Incident, Referral, ReferralStatus

PAGE_SIZE = 50


@dataclass(frozen=True)
class ReferralRow:
    """One line of the list of referrals. ``age`` is in working days."""

    id: UUID
    reference: str
    name: str
    person_role: str
    source: str
    status: str
    received_at: datetime
    age: int
    due_on: date

    @property
    def overdue_by(self) -> int:
        """Working days since the first attempt to make contact was due; 0 while there is still time."""
        return max(0, working_days_between(self.due_on, uk_today()))


@dataclass(frozen=True)
class ReferralPage:
    rows: list[ReferralRow]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True)
class SentReferral:
    """All that was sent with one referral, and what became of it."""

    referral: Referral
    incident: Incident
    name: str
    ways: list[Way]


def referral_page(status: ReferralStatus, page: int, first_attempt_within: int) -> ReferralPage:
    """New referrals oldest first, decided ones newest first. Only the names on this page are decrypted."""
    order = Referral.received_at.asc() if status == ReferralStatus.NEW else Referral.decided_at.desc()
    total = func.count().over()
    statement = (
        select(
            Referral.id, Referral.reference, Person.name, Referral.person_role, Referral.source, Referral.status,
            Referral.received_at, total.label("total"),
        )
        .join(Person, Person.id == Referral.person_id)
        .where(Referral.status == status)
        .order_by(order, Referral.id)
        .limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    rows = db.session.execute(statement).all()
    today = uk_today()
    lines = []
    for row in rows:
        received_on = row.received_at.astimezone(UK).date()
        lines.append(
            ReferralRow(
                *row[:-1], working_days_between(received_on, today), add_working_days(received_on, first_attempt_within)
            )
        )
    return ReferralPage(lines, page, rows[0].total if rows else 0)


def sent_referral(referral_id: UUID) -> SentReferral | None:
    """One referral with everything that came with it; None when the service has none of this id."""
    statement = (
        select(Referral, Incident).join(Incident, Incident.id == Referral.incident_id).where(Referral.id == referral_id)
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        return None
    return SentReferral(found.Referral, found.Incident, *person_with_ways(found.Referral.person_id))


def count_new() -> int:
    statement = select(func.count()).select_from(Referral).where(Referral.status == ReferralStatus.NEW)
    return db.session.execute(statement).scalar_one()
