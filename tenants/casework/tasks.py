"""Tasks: something to do by a day, for one member of staff, on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import exists, select, update
from sqlalchemy.dialects.postgresql import insert

from concord.database import db
from concord.database.columns import uuid7
from concord.identity.models import Account, AccountStatus
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.tenancy import scope
from tenants.casework.events import Act, locked_case, open_case, write_event
from tenants.casework.kinds import Audience, EventKind, TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.record_models import Task
from tenants.casework.visibility import visible_to
from tenants.people.models import Decision, Purpose
from tenants.people.service import Refused

# What nobody may forget by a tap: only the page where it is decided ends it.
ENDED_BY_DECIDING = frozenset({TaskKind.WITHDRAWAL})


@dataclass(frozen=True, kw_only=True)
class NewTask:
    """What is to be done, by whom and when. ``made_for`` names the rule and its subject: then it is made once only."""

    case_id: UUID
    kind: TaskKind
    owner_id: UUID
    due_on: date
    party_id: UUID | None = None
    words: str | None = None
    made_for: str | None = None
    audience: Audience = Audience.FACILITATORS
    created_by: UUID | None = None


@dataclass(frozen=True)
class Owner:
    """Somebody who may be given a task, as the reader they are."""

    account_id: UUID
    role: Role

    def can(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[self.role]


def set_task(new: NewTask) -> None:
    """Write a task down; one that a rule made already is left as it is."""
    values = {name: getattr(new, name) for name in NewTask.__dataclass_fields__}
    statement = insert(Task).values(tenant_id=scope.current_tenant_id(), id=uuid7(), **values)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["tenant_id", "made_for"]))


def remind(new: NewTask, act: Act) -> None:
    """Somebody sets a task for themselves or for another who works on the case."""
    case = open_case(new.case_id, act)
    _refuse_unless_they_see(new.owner_id, case.id)
    set_task(new)
    write_event(case, EventKind.TASK_SET, act, party_id=new.party_id, detail=_codes(new.kind, new.due_on, new.owner_id))


def locked_task(case_id: UUID, task_id: UUID) -> Task:
    """A task of this very case that is still to do, for this act alone."""
    statement = (
        select(Task).where(Task.case_id == case_id, Task.id == task_id).with_for_update()
        .execution_options(populate_existing=True)
    )
    task = db.session.execute(statement).scalar_one_or_none()
    if task is None:
        raise Refused(_("This task is not on the case any more."))
    return task


def change_task(task: Task, *, words: str | None, owner_id: UUID, due_on: date, act: Act) -> None:
    """Another day, another owner, other words."""
    case = locked_case(task.case_id, act)
    if task.done_at is not None:
        raise Refused(_("This task is done already."))
    if owner_id != task.owner_id:
        _refuse_unless_they_see(owner_id, case.id)
    task.words, task.owner_id, task.due_on = words, owner_id, due_on
    write_event(case, EventKind.TASK_SET, act, party_id=task.party_id, detail=_codes(task.kind, due_on, owner_id))


def tick_off(case_id: UUID, task_id: UUID, act: Act) -> None:
    """It is done, says somebody. A second time changes nothing."""
    case = locked_case(case_id, act)
    task = locked_task(case_id, task_id)
    if task.done_at is None and task.kind in ENDED_BY_DECIDING:
        raise Refused(_("Write down what is decided. That ends this task."))
    if task.done_at is None:
        finish_task(case_id, task_id, act.actor_id)
        write_event(case, EventKind.TASK_DONE, act, party_id=task.party_id, detail={"kind": task.kind})


def finish_task(case_id: UUID, task_id: UUID, done_by: UUID) -> None:
    """It is done. A second time changes nothing."""
    task = locked_task(case_id, task_id)
    if task.done_at is None:
        task.done_at, task.done_by = datetime.now(UTC), done_by
        db.session.flush()


def finish_tasks_made_for(made_for: str, done_by: UUID) -> None:
    """What a rule asked for has been done, or is not needed any more."""
    _finish(done_by, Task.made_for == made_for)


def finish_tasks_beginning(case_id: UUID, made_for: str, done_by: UUID | None, *of: Any) -> None:
    """The same for all of a case whose ``made_for`` begins so; without ``done_by`` the owner has nothing left to do."""
    _finish(done_by, Task.case_id == case_id, Task.made_for.startswith(made_for, autoescape=True), *of)


def finish_tasks_of_kind(case_id: UUID, kind: TaskKind, done_by: UUID) -> None:
    """Something was done for all who had to see to it."""
    _finish(done_by, Task.case_id == case_id, Task.kind == kind)


def finish_contacts(party_id: UUID, done_by: UUID) -> None:
    """A party was contacted, or is not to be contacted any more."""
    _finish(done_by, Task.party_id == party_id, Task.kind == TaskKind.CONTACT)


def hand_over_tasks(case_id: UUID, before: UUID, after: UUID) -> None:
    """What one lead had to do on a case is for the next."""
    db.session.execute(
        update(Task).where(Task.case_id == case_id, Task.owner_id == before, Task.done_at.is_(None))
        .values(owner_id=after)
    )


def nobody_to_contact(case: Case, *, party: CaseParty, act: Act, **codes: Any) -> None:
    """For the signals: whoever left the case, or takes back that we contact them, waits for no call."""
    del case
    if codes.get("purpose", Purpose.STORE_AND_CONTACT) == Purpose.STORE_AND_CONTACT and (
        codes.get("decision") != Decision.GIVEN
    ):
        finish_contacts(party.id, act.actor_id)


def _finish(done_by: UUID | None, *which: Any) -> None:
    statement = update(Task).where(*which, Task.done_at.is_(None))
    db.session.execute(statement.values(done_at=datetime.now(UTC), done_by=done_by or Task.owner_id))


def _codes(kind: str, due_on: date, owner_id: UUID) -> dict[str, str]:
    return {"kind": str(kind), "due_on": due_on.isoformat(), "account": str(owner_id)}


def _refuse_unless_they_see(owner_id: UUID, case_id: UUID) -> None:
    """A task lies with somebody who can open its case."""
    account = db.session.get(Account, (scope.current_tenant_id(), owner_id))
    if account and account.status == AccountStatus.ACTIVE:
        theirs = visible_to(Owner(account.id, Role(account.role)))
        if db.session.execute(select(exists().where(Case.id == case_id, theirs))).scalar_one():
            return
    raise Refused(_("Choose somebody who works on this case."))
