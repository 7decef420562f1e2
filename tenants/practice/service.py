"""The verbs of practice records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account
from concord.tenancy import scope
from concord.web.dates import uk_today
from tenants.people.service import Refused
from tenants.practice import policy
from tenants.practice.models import Level, PracticeRecord, RecordKind


class NoSuchColleague(LookupError):
    """The bound service has no account of this id, or the account no such record."""


@dataclass(frozen=True, kw_only=True)
class Practised:
    """What somebody did or reached, and when."""

    kind: RecordKind
    happened_on: date
    level: Level | None = None
    until: date | None = None
    minutes: int | None = None
    approved: bool = False
    words: str | None = None


def record_practice(account_id: UUID, practised: Practised, recorded_by: UUID) -> UUID:
    """Write down a level, supervision, observed practice or training of a colleague."""
    _refuse_own(account_id, practised.kind, recorded_by)
    if db.session.get(Account, (scope.current_tenant_id(), account_id)) is None:
        raise NoSuchColleague(str(account_id))
    if practised.happened_on > uk_today():
        raise Refused(_("The date must be today or in the past."))
    if practised.until and practised.until < practised.happened_on:
        raise Refused(_("The last day must be after the first."))
    values = {name: getattr(practised, name) for name in Practised.__dataclass_fields__}
    return _append(PracticeRecord(id=uuid7(), account_id=account_id, recorded_by=recorded_by, **values))


def take_back(account_id: UUID, record_id: UUID, recorded_by: UUID) -> None:
    """A record was a mistake: it stays readable and counts no more. A second time changes nothing."""
    record = db.session.execute(
        select(PracticeRecord).where(PracticeRecord.account_id == account_id, PracticeRecord.id == record_id)
    ).scalar_one_or_none()
    if record is None or record.kind == RecordKind.TAKEN_BACK:
        raise NoSuchColleague(str(record_id))
    _refuse_own(account_id, RecordKind(record.kind), recorded_by)
    before = select(PracticeRecord.id).where(PracticeRecord.takes_back == record_id)
    if db.session.execute(before).first() is None:
        _append(PracticeRecord(
            id=uuid7(), account_id=account_id, kind=RecordKind.TAKEN_BACK, happened_on=uk_today(),
            takes_back=record_id, recorded_by=recorded_by,
        ))


def _refuse_own(account_id: UUID, kind: RecordKind, recorded_by: UUID) -> None:
    """Nobody vouches for themselves, whatever their role (B3)."""
    if account_id == recorded_by and kind in policy.SAID_BY_OTHERS:
        raise Refused(_("Nobody writes this down about themselves. Ask a manager or another supervisor."))


def _append(record: PracticeRecord) -> UUID:
    db.session.add(record)
    db.session.flush()
    record_act("create", "practice_record", record.id, account=str(record.account_id), kind=str(record.kind))
    return record.id
