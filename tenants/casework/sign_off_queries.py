"""Reads of sign-offs: those of a case, and those that wait for somebody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, select
from sqlalchemy.orm import aliased

from concord.database import db
from concord.identity.models import Account
from tenants.casework.models import Case
from tenants.casework.sign_off_models import ERASING, SignOff
from tenants.casework.sign_offs import works_on
from tenants.casework.visibility import Reader, visible_to


@dataclass(frozen=True)
class SignOffRow:
    """A request and its answer, as a page shows it."""

    id: UUID
    case_id: UUID
    reference: str
    kind: str
    words: str
    asked_by: str
    asked_at: datetime
    decision: str | None
    comment: str | None
    decided_by: str | None
    decided_at: datetime | None
    lapsed_at: datetime | None
    may_decide: bool  # it is not their own case, and they did not ask

    @property
    def waits(self) -> bool:
        return self.decision is None and self.lapsed_at is None

    @property
    def is_erasing(self) -> bool:
        """It is answered on a page of its own."""
        return self.kind in ERASING


def sign_offs_of(case_id: UUID, reader: Reader) -> list[SignOffRow]:
    """What was asked for in a case, newest first."""
    statement = _rows(reader).where(SignOff.case_id == case_id).order_by(SignOff.requested_at.desc(), SignOff.id.desc())
    return [_row(row) for row in db.session.execute(statement)]


def waiting_for(reader: Reader) -> list[SignOffRow]:
    """What this reader can answer, oldest first."""
    statement = _rows(reader).where(_waiting(reader)).order_by(SignOff.requested_at, SignOff.id)
    return [_row(row) for row in db.session.execute(statement)]


def erasing_asked(reader: Reader) -> list[SignOffRow]:
    """All that was asked to be erased and waits for a second person, oldest first; some of it for another one."""
    waits = and_(SignOff.decision.is_(None), SignOff.lapsed_at.is_(None), SignOff.kind.in_(ERASING))
    statement = _rows(reader).where(waits, visible_to(reader)).order_by(SignOff.requested_at, SignOff.id)
    return [_row(row) for row in db.session.execute(statement)]


def how_many_wait_for(reader: Reader) -> Select[int]:
    """For the numbers of a day: how many requests this reader can answer."""
    return select(func.count()).select_from(SignOff).join(Case, Case.id == SignOff.case_id).where(_waiting(reader))


def _waiting(reader: Reader) -> ColumnElement[bool]:
    waits = and_(SignOff.decision.is_(None), SignOff.lapsed_at.is_(None), SignOff.kind.not_in(ERASING))
    return and_(waits, visible_to(reader), _may_decide(reader))


def _may_decide(reader: Reader) -> ColumnElement[bool]:
    return and_(SignOff.requested_by != reader.account_id, not_(works_on(reader.account_id)))


def _rows(reader: Reader) -> Select[*tuple[Any, ...]]:
    asked, decided = aliased(Account), aliased(Account)
    return (
        select(
            SignOff.id, SignOff.case_id, Case.reference, SignOff.kind, SignOff.words, asked.name.label("asked_by"),
            SignOff.requested_at, SignOff.decision, SignOff.comment, decided.name.label("decided_by"),
            SignOff.decided_at, SignOff.lapsed_at, _may_decide(reader).label("may_decide"),
        )
        .join(Case, Case.id == SignOff.case_id)
        .join(asked, asked.id == SignOff.requested_by)
        .join(decided, decided.id == SignOff.decided_by, isouter=True)
    )


def _row(row: Row[*tuple[Any, ...]]) -> SignOffRow:
    return SignOffRow(*row)
