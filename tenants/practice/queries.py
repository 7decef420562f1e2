"""Reads of practice: the level that somebody holds, and what is due of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.web.dates import uk_today
from tenants.practice import policy
from tenants.practice.models import Level, PracticeRecord, RecordKind

IdColumn = ColumnElement[UUID] | InstrumentedAttribute[UUID]
Undone, Recorder = aliased(PracticeRecord), aliased(Account)  # made once: an alias takes long to make


@dataclass(frozen=True)
class RecordRow:
    """One record as a page shows it."""

    id: UUID
    account_id: UUID
    kind: str
    happened_on: date
    until: date | None
    level: str | None
    minutes: int | None
    approved: bool
    words: str | None
    recorded_by: str
    taken_back: bool

    def holds(self, day: date) -> bool:
        """Whether it is a level that is in force on a day."""
        return (
            self.kind == RecordKind.LEVEL and not self.taken_back and self.happened_on <= day
            and (self.until is None or self.until >= day)
        )


@dataclass
class Colleague:
    """A member of staff who works on cases, with the practice on record, newest first."""

    account_id: UUID
    name: str
    records: list[RecordRow] = field(default_factory=list)

    @property
    def counted(self) -> list[RecordRow]:
        return [record for record in self.records if not record.taken_back]

    @property
    def level_record(self) -> RecordRow | None:
        today = uk_today()
        return next((record for record in self.records if record.holds(today)), None)

    @property
    def level(self) -> Level | None:
        record = self.level_record
        return Level(record.level) if record and record.level else None

    def last(self, kind: RecordKind) -> date | None:
        return next((record.happened_on for record in self.counted if record.kind == kind), None)

    def next_due(self, kind: RecordKind, every: timedelta) -> date | None:
        """When supervision or an observed practice is next due, counted from the last one, or from the level."""
        since = self.last(kind) or (self.level_record.happened_on if self.level_record else None)
        return since + every if since else None

    def trained(self, *, approved: bool = False) -> float:
        """Hours of training in the last year."""
        since = uk_today() - policy.TRAINING_YEAR
        return sum(
            record.minutes or 0 for record in self.counted
            if record.kind == RecordKind.TRAINING and record.happened_on > since and (record.approved or not approved)
        ) / 60


def level_rank(account_id: IdColumn, *correlated: Any, on: date) -> ColumnElement[int]:
    """For a select: how high the level of an account is on a day; 0 when none is written down.

    The newest counts. Columns of the statement around it may be named by ``correlated``.
    """
    newest = (
        select(case(*((PracticeRecord.level == level, rank) for level, rank in policy.RANK.items()), else_=0))
        .where(
            PracticeRecord.account_id == account_id, PracticeRecord.kind == RecordKind.LEVEL,
            PracticeRecord.happened_on <= on, or_(PracticeRecord.until.is_(None), PracticeRecord.until >= on),
            ~exists().where(Undone.takes_back == PracticeRecord.id).correlate(PracticeRecord),
        )
        .order_by(PracticeRecord.happened_on.desc(), PracticeRecord.recorded_at.desc()).limit(1)
        .correlate(*correlated)
    )
    return func.coalesce(newest.scalar_subquery(), 0)


def levels() -> dict[UUID, Level]:
    """The level in force of everybody who has one: for choosing who works on a case."""
    return {one.account_id: one.level for one in colleagues() if one.level}


def colleagues() -> list[Colleague]:
    """Active staff who work on cases, by name."""
    roles = [role for role in Role if Permission.CASES_RECORD in PERMISSIONS[role]]
    return _read(Account.status == AccountStatus.ACTIVE, Account.role.in_(roles))


def colleague(account_id: UUID) -> Colleague | None:
    """One member of staff, whatever became of their account; None when the service has none of this id."""
    return next(iter(_read(Account.id == account_id)), None)


def _read(*where: ColumnElement[bool]) -> list[Colleague]:
    taken_back = exists().where(Undone.takes_back == PracticeRecord.id).correlate(PracticeRecord)
    statement = (
        select(
            Account.id.label("account"), Account.name.label("called"), PracticeRecord.id, PracticeRecord.account_id,
            PracticeRecord.kind, PracticeRecord.happened_on, PracticeRecord.until, PracticeRecord.level,
            PracticeRecord.minutes, PracticeRecord.approved, PracticeRecord.words,
            Recorder.name.label("recorded_by"), taken_back.label("taken_back"),
        )
        .join(
            PracticeRecord,
            (PracticeRecord.account_id == Account.id) & (PracticeRecord.kind != RecordKind.TAKEN_BACK), isouter=True,
        )
        .join(Recorder, Recorder.id == PracticeRecord.recorded_by, isouter=True)
        .where(*where)
        .order_by(Account.name, Account.id, PracticeRecord.happened_on.desc(), PracticeRecord.recorded_at.desc())
    )
    found: dict[UUID, Colleague] = {}
    for row in db.session.execute(statement):
        one = found.setdefault(row.account, Colleague(row.account, row.called))
        if row.id:
            one.records.append(RecordRow(**{name: row._mapping[name] for name in RecordRow.__dataclass_fields__}))
    return list(found.values())


