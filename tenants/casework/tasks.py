"""Tasks: something to do by a day, for one member of staff, on a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert

from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from tenants.casework.models import Audience, Task, TaskKind
from tenants.people.service import Refused


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


def set_task(new: NewTask) -> None:
    """Write a task down; one that a rule made already is left as it is."""
    values = {name: getattr(new, name) for name in NewTask.__dataclass_fields__}
    statement = insert(Task).values(tenant_id=scope.current_tenant_id(), id=uuid7(), **values)
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["tenant_id", "made_for"]))


def finish_task(case_id: UUID, task_id: UUID, done_by: UUID) -> None:
    """It is done. A second time changes nothing."""
    statement = select(Task).where(Task.case_id == case_id, Task.id == task_id).with_for_update()
    task = db.session.execute(statement).scalar_one_or_none()
    if task is None:
        raise Refused(_("This task is not on the case any more."))
    if task.done_at is None:
        task.done_at, task.done_by = datetime.now(UTC), done_by
        db.session.flush()


def finish_tasks_made_for(made_for: str, done_by: UUID) -> None:
    """What a rule asked for has been done, or is not needed any more."""
    statement = update(Task).where(Task.made_for == made_for, Task.done_at.is_(None))
    db.session.execute(statement.values(done_at=datetime.now(UTC), done_by=done_by))
