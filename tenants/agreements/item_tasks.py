"""The tasks about an item, each named by its rule and its subject, so that it is made once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from tenants.agreements.models import AgreementItem
from tenants.agreements.policy import Said
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case
from tenants.casework.record_models import Task
from tenants.casework.tasks import NewTask, finish_tasks_beginning, set_task


def slipped(row: AgreementItem) -> str:
    """Names the task about an item whose day has passed: once for each day that it is due on."""
    return f"agreement_item_due:{row.id}:{row.due_on}"


def to_tell(row: AgreementItem) -> str:
    return f"agreement_item_tell:{row.id}:{row.status}"


def says(row: AgreementItem, said: Said) -> str:
    """One task for all who say the same; who says something else is heard again."""
    return f"agreement_item_said:{row.id}:{said}"


def refused(row: AgreementItem, party_id: UUID) -> str:
    """Who says no to these words is talked with; who says no to others later is again."""
    return f"{_refused(row)}{row.version}:{party_id}"


def nothing_to_talk_about(
    case_id: UUID, row: AgreementItem, done_by: UUID | None, party_id: UUID | None = None
) -> None:
    """Somebody said yes in the end, or the point has ended for all: nobody waits to talk about a no."""
    theirs = [Task.party_id == party_id] if party_id else []
    finish_tasks_beginning(case_id, _refused(row), done_by, *theirs)


def _refused(row: AgreementItem) -> str:
    return f"agreement_item_refused:{row.id}:"


def task_about(case: Case, row: AgreementItem, kind: TaskKind, due_on: date, made_for: str) -> None:
    set_task(NewTask(case_id=case.id, kind=kind, owner_id=case.lead_id, due_on=due_on, made_for=made_for,
                     party_id=row.for_party_id))
