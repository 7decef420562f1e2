"""Reads of many cases at once, and of the staff who work on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from concord.database import db
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import ENDED
from tenants.casework.queries import Reader, own, visible_to
from tenants.people.models import Person

PAGE_SIZE = 50


@dataclass(frozen=True)
class CaseRow:
    """One line of the list of cases."""

    id: UUID
    reference: str
    stage: str
    opened_at: datetime
    lead: str
    names: list[str]


@dataclass(frozen=True)
class CaseListPage:
    rows: list[CaseRow]
    page: int
    total: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


def case_list(reader: Reader, page: int, *, stage: str | None = None, mine: bool = False) -> CaseListPage:
    """Cases newest first. Only the names on this page are decrypted."""
    where = [visible_to(reader)]
    if stage:
        where.append(Case.stage == stage)
    if mine:
        where.append(own(reader.account_id))
    lines = (
        select(
            Case.id, Case.reference, Case.stage, Case.opened_at, Account.name.label("lead"),
            func.count().over().label("total"),
        )
        .join(Account, Account.id == Case.lead_id).where(*where)
        .order_by(Case.opened_at.desc(), Case.id.desc()).limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    ).subquery()
    in_order = aggregate_order_by(Person.name, CaseParty.added_at, CaseParty.id)
    names = (
        select(func.array_agg(in_order, type_=ARRAY(Person.name.type)))
        .join(CaseParty, CaseParty.person_id == Person.id).where(CaseParty.case_id == lines.c.id)
    ).scalar_subquery()
    statement = select(lines, names.label("names")).order_by(lines.c.opened_at.desc(), lines.c.id.desc())
    rows = db.session.execute(statement).all()
    cases = [CaseRow(row.id, row.reference, row.stage, row.opened_at, row.lead, row.names or []) for row in rows]
    return CaseListPage(cases, page, rows[0].total if rows else 0)


def count_own(account_id: UUID) -> int:
    """How many open cases somebody works on."""
    statement = select(func.count()).select_from(Case).where(own(account_id), Case.stage.not_in(ENDED))
    return db.session.execute(statement).scalar_one()


def staff_who_record() -> list[tuple[UUID, str]]:
    """Active staff who can work on cases, by name."""
    roles = [role for role in Role if Permission.CASES_RECORD in PERMISSIONS[role]]
    statement = (
        select(Account.id, Account.name).where(Account.status == AccountStatus.ACTIVE, Account.role.in_(roles))
        .order_by(Account.name, Account.id)
    )
    return [(row.id, row.name) for row in db.session.execute(statement)]


def active_staff() -> list[tuple[UUID, str]]:
    """Everybody who can sign in here, by name."""
    statement = select(Account.id, Account.name).where(Account.status == AccountStatus.ACTIVE)
    return [(row.id, row.name) for row in db.session.execute(statement.order_by(Account.name, Account.id))]
