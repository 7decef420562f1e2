"""Reads of tasks: of one case, and of one member of staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, select

from concord.database import db
from concord.identity.models import Account
from concord.web.dates import uk_today
from tenants.casework import task_words
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.record_models import Task
from tenants.casework.tasks import ENDED_BY_DECIDING
from tenants.casework.visibility import Reader, visible_to
from tenants.people.models import Person

MOST = 40  # of one member of staff on one page; what is due first comes first


@dataclass(frozen=True)
class TaskRow:
    """Something to do, as a page shows it."""

    id: UUID
    case_id: UUID
    reference: str
    kind: str
    words: str | None
    party_id: UUID | None
    name: str | None  # of the person it is about
    owner_id: UUID
    owner: str
    due_on: date

    @property
    def title(self) -> str:
        return self.words or str(task_words.TASKS[self.kind])

    @property
    def is_contact(self) -> bool:
        return self.kind == TaskKind.CONTACT

    @property
    def can_be_ticked_off(self) -> bool:
        return self.kind not in ENDED_BY_DECIDING

    @property
    def tag(self) -> tuple[str, str]:
        return task_words.due_tag(self.due_on, uk_today())

    @property
    def page(self) -> str:
        """The endpoint where it is done; "" when it is only ticked off."""
        return task_words.PAGES.get(self.kind, "")


def of_case(case_id: UUID) -> list[TaskRow]:
    """What is still to do on a case that the reader has found."""
    return _rows(Task.case_id == case_id)


def of_account(reader: Reader) -> list[TaskRow]:
    """What somebody has to do next, on the cases they may see."""
    return _rows(Task.owner_id == reader.account_id, visible_to(reader))


def _rows(*where: ColumnElement[bool]) -> list[TaskRow]:
    statement = (
        select(
            Task.id, Task.case_id, Case.reference, Task.kind, Task.words, Task.party_id, Person.name, Task.owner_id,
            Account.name.label("owner"), Task.due_on,
        )
        .join(Case, Case.id == Task.case_id).join(Account, Account.id == Task.owner_id)
        .join(CaseParty, CaseParty.id == Task.party_id, isouter=True)
        .join(Person, Person.id == CaseParty.person_id, isouter=True)
        .where(Task.done_at.is_(None), *where).order_by(Task.due_on, Task.id).limit(MOST)
    )
    return [TaskRow(**row._mapping) for row in db.session.execute(statement)]
