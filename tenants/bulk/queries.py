"""Reads of imports and exports."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from concord.audit.models import AuditEntry
from concord.database import db
from concord.identity.models import Account
from tenants.bulk.models import ImportRow, ImportRun, RowState, RunState
from tenants.casework.models import Case, CaseParty
from tenants.casework.visibility import Reader, visible_to

SHOWN = 100  # rows of each kind on a page; files hold all


@dataclass(frozen=True)
class RunView:
    """One file that was sent in, and how many of its rows are what."""

    id: UUID
    state: str
    sent_at: datetime
    sent_by: str
    row_count: int
    counts: Counter[str]

    @cached_property
    def checked(self) -> int:
        return self.row_count - self.counts[RowState.WAITING]

    @property
    def is_checking(self) -> bool:
        return self.state == RunState.CHECKING

    @property
    def may_be_taken(self) -> bool:
        return self.state == RunState.CHECKED and self.counts[RowState.GOOD] > 0

    @property
    def is_taking(self) -> bool:
        return self.state == RunState.TAKING and self.counts[RowState.GOOD] > 0

    @property
    def is_over(self) -> bool:
        return self.state == RunState.TAKING and not self.counts[RowState.GOOD]

    @property
    def is_thrown_away(self) -> bool:
        return self.state == RunState.THROWN_AWAY


@dataclass(frozen=True)
class RowView:
    """One row as a page or a file shows it."""

    number: int
    said: dict[str, str]
    faults: list[str]
    case: UUID | None  # that it is, or is of
    maybe: list[UUID]

    @property
    def name(self) -> str:
        return self.said.get("name", "")


def runs() -> list[RunView]:
    """Every file that was sent in, the newest first."""
    return _views()


def run_view(run_id: UUID) -> RunView | None:
    return next(iter(_views(run_id)), None)


def _views(run_id: UUID | None = None) -> list[RunView]:
    only = [ImportRun.id == run_id] if run_id else []
    statement = (
        select(ImportRun.id, ImportRun.state, ImportRun.sent_at, Account.name, ImportRun.row_count)
        .join(Account, Account.id == ImportRun.sent_by).where(*only)
        .order_by(ImportRun.sent_at.desc(), ImportRun.id.desc()).limit(SHOWN)
    )
    found = db.session.execute(statement).all()
    counts = {row.id: Counter[str]() for row in found}
    numbers = (
        select(ImportRow.run_id, ImportRow.state, func.count().label("number"))
        .where(ImportRow.run_id.in_(list(counts))).group_by(ImportRow.run_id, ImportRow.state)
    )
    for row in db.session.execute(numbers):
        counts[row.run_id][row.state] = row.number
    return [RunView(*row, counts[row.id]) for row in found]


def rows_of(run_id: UUID, states: Collection[RowState], limit: int | None = None) -> list[RowView]:
    """Rows in the order of the file."""
    statement = (
        select(ImportRow.number, ImportRow.said, ImportRow.found)
        .where(ImportRow.run_id == run_id, ImportRow.state.in_(states)).order_by(ImportRow.number).limit(limit)
    )
    return [_row_view(*row) for row in db.session.execute(statement)]


def _row_view(number: int, said: dict[str, Any], found: dict[str, Any]) -> RowView:
    case, maybe = found.get("case"), found.get("maybe", [])
    return RowView(number, said, found.get("faults", []), UUID(case) if case else None, [UUID(one) for one in maybe])


def references_of(case_ids: Collection[UUID], reader: Reader) -> dict[UUID, str]:
    """References of these cases, as far as the reader may know of them."""
    statement = select(Case.id, Case.reference).where(Case.id.in_(case_ids), visible_to(reader))
    return {row.id: row.reference for row in db.session.execute(statement)}


def met_in(person_ids: Collection[UUID], reader: Reader) -> dict[UUID, list[tuple[UUID, str]]]:
    """Where we met these people, as far as the reader may know: id and reference of each case, by person."""
    statement = (
        select(CaseParty.person_id, Case.id, Case.reference).join(Case, Case.id == CaseParty.case_id)
        .where(CaseParty.person_id.in_(person_ids), visible_to(reader)).order_by(Case.opened_at)
    )
    found: dict[UUID, list[tuple[UUID, str]]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.person_id, []).append((row.id, row.reference))
    return found


@dataclass(frozen=True)
class ExportRow:
    """An export as the audit trail has it: what was asked for and how much it was, and nothing of what was in it."""

    at: datetime
    by: str
    detail: dict[str, Any]


def exports(subject_kind: str) -> list[ExportRow]:
    """Every export of this service, the newest first."""
    statement = (
        select(AuditEntry.at, Account.name, AuditEntry.detail)
        .join(Account, Account.id == AuditEntry.actor_id, isouter=True)
        .where(AuditEntry.subject_kind == subject_kind, AuditEntry.action == "export")
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc()).limit(SHOWN)
    )
    return [ExportRow(at, by or "", detail) for at, by, detail in db.session.execute(statement)]
