"""Reads of many cases at once, and of the staff who work on them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Row, ScalarSelect, Select, Text, cast, func, literal, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.web.dates import uk_today
from tenants.casework.filters import ORDERS, TABS, Filters
from tenants.casework.list_models import SavedFilter
from tenants.casework.models import Case, CaseParty
from tenants.casework.record_models import Task
from tenants.casework.task_words import due_tag
from tenants.casework.visibility import Reader, certified_to, sees, visible_to
from tenants.people.models import Person

PAGE_SIZE = 50
MOST = 1_000  # cases that are counted; whoever has more narrows the list down


@dataclass(frozen=True)
class CaseRow:
    """One line of a list of cases. ``due_on`` is that of the next thing to do."""

    id: UUID
    reference: str
    stage: str
    opened_at: datetime
    lead: str
    due_on: date | None
    names: list[str]

    @property
    def tag(self) -> tuple[str, str]:
        return due_tag(self.due_on, uk_today()) if self.due_on else ("", "")


@dataclass(frozen=True)
class CaseListPage:
    """``total`` stops at `MOST`: a larger list is not read page by page."""

    rows: list[CaseRow]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-min(self.total, MOST) // PAGE_SIZE))


def case_list(reader: Reader, page: int, filters: Filters) -> CaseListPage:
    """The cases that an address asks for. Only the names on this page are decrypted."""
    where = [visible_to(reader), *filters.where(reader)]
    total = count_of(where).scalar_subquery()
    rows = _rows(where, ORDERS[filters.order][1], page, total)
    return CaseListPage([_row(row) for row in rows], page, rows[0].total if rows else 0)


def found_cases(reader: Reader, page: int, which: ColumnElement[bool]) -> CaseListPage:
    """What a search found, as far as the reader may see it."""
    where = [or_(visible_to(reader), certified_to(reader)), which]
    rows = _rows(where, ORDERS["newest"][1], page, count_of(where).scalar_subquery())
    return CaseListPage([_row(row) for row in rows], page, rows[0].total if rows else 0)


@dataclass(frozen=True)
class SavedRow:
    """A list to come back to."""

    id: UUID
    name: str
    query: str
    shared: bool
    own: bool


@dataclass(frozen=True)
class Margin:
    """What stands around a list: how many cases each tab holds, whoever leads one, and the saved lists."""

    counts: dict[str, int]
    leads: list[tuple[str, str]]
    saved: list[SavedRow]


def margin(reader: Reader) -> Margin:
    """One statement for all of it."""
    counts = [
        count_of([visible_to(reader), tab.where(reader)]).scalar_subquery().label(name) for name, tab in TABS.items()
    ]
    leading = Account.role.in_(_roles_that_record())  # whoever left may lead a case still
    lead = [
        select(func.array_agg(aggregate_order_by(column, Account.name, Account.id))).where(leading).scalar_subquery()
        for column in (cast(Account.id, Text), Account.name)
    ]
    theirs = or_(SavedFilter.account_id == reader.account_id, SavedFilter.shared)
    kept = [
        select(func.array_agg(aggregate_order_by(column, SavedFilter.id), type_=ARRAY(column.type))).where(theirs)
        .scalar_subquery()
        for column in (
            SavedFilter.id, SavedFilter.name, SavedFilter.query, SavedFilter.shared,
            (SavedFilter.account_id == reader.account_id),
        )
    ]
    row = tuple(db.session.execute(select(*counts, *lead, *kept)).one())
    tabs, leads, saved = row[: len(TABS)], row[len(TABS) : -len(kept)], row[-len(kept) :]
    return Margin(
        dict(zip(TABS, tabs, strict=True)), list(zip(*(some or [] for some in leads), strict=True)),
        [SavedRow(*one) for one in zip(*(some or [] for some in saved), strict=True)],
    )


def count_of(where: Sequence[ColumnElement[bool]]) -> Select[int]:
    """How many cases these are, counted no further than needed."""
    some = select(literal(1).label("one")).select_from(Case).where(*where).limit(MOST + 1).subquery()
    return select(func.count()).select_from(some)


def _rows(
    where: Sequence[ColumnElement[bool]], order: Sequence[Any], page: int, total: ScalarSelect[int]
) -> Sequence[Row[Any]]:
    place = func.row_number().over(order_by=order).label("place")
    lines = (
        select(Case.id, Case.reference, Case.stage, Case.opened_at, Account.name.label("lead"), place)
        .join(Account, Account.id == Case.lead_id).where(*where)
        .order_by(*order).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).subquery()
    in_order = aggregate_order_by(Person.name, CaseParty.added_at, CaseParty.id)
    names = (
        select(func.array_agg(in_order, type_=ARRAY(Person.name.type)))
        .join(CaseParty, CaseParty.person_id == Person.id).where(CaseParty.case_id == lines.c.id)
    ).scalar_subquery()
    due = select(func.min(Task.due_on)).where(Task.case_id == lines.c.id, Task.done_at.is_(None)).scalar_subquery()
    statement = select(lines, due.label("due_on"), names.label("names"), total.label("total")).order_by(lines.c.place)
    return db.session.execute(statement).all()


def _row(row: Row[Any]) -> CaseRow:
    names = [*filter(None, row.names or [])]  # nobody's once it is erased
    return CaseRow(row.id, row.reference, row.stage, row.opened_at, row.lead, row.due_on, names)


def staff_who_record() -> list[tuple[UUID, str]]:
    """Active staff who can work on cases, by name."""
    return [(row.id, row.name) for row in _recording_staff()]


def _recording_staff() -> Sequence[Row[*tuple[Any, ...]]]:
    statement = (
        select(Account.id, Account.name, Account.role)
        .where(Account.status == AccountStatus.ACTIVE, Account.role.in_(_roles_that_record()))
        .order_by(Account.name, Account.id)
    )
    return db.session.execute(statement).all()


@dataclass(frozen=True)
class Colleague:
    """Somebody of whom is asked what they may see."""

    account_id: UUID
    role: str

    def can(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[Role(self.role)]


def staff_who_see(case_id: UUID) -> list[tuple[UUID, str]]:
    """Those of them who may know of this case: nothing of it is given to anybody else to do."""
    return [(row.id, row.name) for row in _recording_staff() if sees(Colleague(row.id, row.role), case_id)]


def _roles_that_record() -> list[Role]:
    return [role for role in Role if Permission.CASES_RECORD in PERMISSIONS[role]]
