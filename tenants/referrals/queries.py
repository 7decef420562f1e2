"""Reads of referrals for the team: plain rows, one statement a list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, UnaryExpression, false, func, null, select

from concord.database import db
from concord.web.dates import uk_today
from concord.web.translations import UK
from concord.working_days import add_working_days, working_days_between
from tenants.people.models import Person, PersonNeeds
from tenants.people.queries import Way, needs_of, person_with_ways
from tenants.referrals import held, uploads
from tenants.referrals.models import Incident, Referral, ReferralStatus
from tenants.referrals.notes import NoteRow, asked_on, notes_of
from tenants.referrals.triage_models import NoteKind
from tenants.referrals.uploads import Upload
from tenants.referrals.visibility import Reader, visible_to

PAGE_SIZE = 50
NATIONAL_WORKING_DAYS = 2  # until the first attempt to make contact (DOMAIN A2); a service may be stricter
NEAR = timedelta(days=7)  # a deadline of an out-of-court disposal that is as near as that comes first


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
    disposal_deadline: date | None
    held_because: str | None
    expiry_told_at: datetime | None
    asked_on: date | None  # we wait for an answer since then
    offered_to: str | None  # another service, which has not answered yet
    age: int
    due_on: date
    national_due_on: date

    @property
    def overdue_by(self) -> int:
        """Working days since the first attempt to make contact was due; 0 while there is still time."""
        return max(0, working_days_between(self.due_on, uk_today()))

    @property
    def is_beyond_national(self) -> bool:
        """The same for the national limit, which a service may be stricter than."""
        return self.national_due_on < uk_today()

    @property
    def is_overdue(self) -> bool:
        """Also on a weekend after the last day."""
        return self.due_on < uk_today()

    @property
    def is_due_today(self) -> bool:
        return self.due_on == uk_today()

    @property
    def deadline_is_near(self) -> bool:
        return self.disposal_deadline is not None and self.disposal_deadline <= uk_today() + NEAR

    @property
    def closes_on(self) -> date:
        """For one that is held: the first day on which it may expire."""
        return held.closes_on(self.received_at, self.expiry_told_at)


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
    """All that was sent with one referral, and what became of it. Of those sent together, only that they exist."""

    referral: Referral
    incident: Incident
    name: str
    ways: list[Way]
    needs: PersonNeeds | None
    files: list[Upload]
    together: list[tuple[UUID, str, str]]
    notes: list[NoteRow]

    @property
    def closes_on(self) -> date:
        return held.closes_on(self.referral.received_at, self.referral.expiry_told_at)

    @property
    def asked(self) -> NoteRow | None:
        """What was asked last, while there is no answer."""
        newest = next((note for note in self.notes if note.kind in {NoteKind.ASKED, NoteKind.ANSWERED}), None)
        return newest if newest and newest.kind == NoteKind.ASKED else None


OfferedTo = Callable[[], ColumnElement[str | None]]
_OFFERED_TO: list[OfferedTo] = []


def show_in_list(read: OfferedTo) -> None:
    """For a feature above: the name of the service to which a referral is offered, as a part of this select."""
    if read not in _OFFERED_TO:
        _OFFERED_TO.append(read)


def referral_page(
    status: ReferralStatus, page: int, first_attempt_within: int, reader: Reader, *, asked: bool = False
) -> ReferralPage:
    """Those that wait oldest first, after near deadlines; decided ones newest first. Only these names are decrypted.

    ``asked``: only those that wait for an answer.
    """
    where = [Referral.status == status, visible_to(reader)]
    if asked:
        where.append(asked_on().is_not(None))
    total = func.count().over()
    statement = (
        select(
            Referral.id, Referral.reference, Person.name, Referral.person_role, Referral.source, Referral.status,
            Referral.received_at, Referral.disposal_deadline, Referral.held_because, Referral.expiry_told_at,
            asked_on().label("asked_on"), func.coalesce(null(), *(read() for read in _OFFERED_TO)).label("offered_to"),
            total.label("total"),
        )
        .join(Person, Person.id == Referral.person_id)
        .where(*where)
        .order_by(*_order(status), Referral.id)
        .limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    )
    rows = db.session.execute(statement).all()
    lines = [_line(row, first_attempt_within) for row in rows]
    return ReferralPage(lines, page, rows[0].total if rows else 0)


def _line(row: Row[*tuple[Any, ...]], first_attempt_within: int) -> ReferralRow:
    received_on = row.received_at.astimezone(UK).date()
    columns = {name: value for name, value in row._mapping.items() if name != "total"}
    return ReferralRow(
        **columns, age=working_days_between(received_on, uk_today()),
        due_on=add_working_days(received_on, first_attempt_within),
        national_due_on=add_working_days(received_on, NATIONAL_WORKING_DAYS),
    )


def _order(status: ReferralStatus) -> tuple[UnaryExpression[Any], ...]:
    if status == ReferralStatus.NEW:
        near = func.coalesce(Referral.disposal_deadline <= uk_today() + NEAR, false())
        return near.desc(), Referral.received_at.asc()
    if status == ReferralStatus.HELD:
        return (Referral.received_at.asc(),)
    return (Referral.decided_at.desc(),)


def sent_referral(referral_id: UUID, reader: Reader) -> SentReferral | None:
    """One referral with everything that came with it; None when there is none of this id for this reader."""
    statement = (
        select(Referral, Incident).join(Incident, Incident.id == Referral.incident_id)
        .where(Referral.id == referral_id, visible_to(reader))
    )
    found = db.session.execute(statement).one_or_none()
    if found is None:
        return None
    referral: Referral = found.Referral
    return SentReferral(
        referral, found.Incident, *person_with_ways(referral.person_id), needs=needs_of(referral.person_id),
        files=uploads.of_referral(referral.id), together=_sent_with(referral, reader),
        notes=notes_of(referral.id),
    )


def sees(reader: Reader, referral_id: UUID) -> bool:
    """Whether the referral exists for this reader."""
    statement = select(Referral.id).where(Referral.id == referral_id, visible_to(reader))
    return db.session.execute(statement).first() is not None


def _sent_with(referral: Referral, reader: Reader) -> list[tuple[UUID, str, str]]:
    """Id, reference and role of the others that were sent in the same go; what was sent alone has none."""
    if referral.sent_together is None:
        return []
    statement = (
        select(Referral.id, Referral.reference, Referral.person_role)
        .where(Referral.sent_together == referral.sent_together, Referral.id != referral.id, visible_to(reader))
        .order_by(Referral.id)
    )
    return [(row.id, row.reference, row.person_role) for row in db.session.execute(statement)]
