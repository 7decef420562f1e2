"""The tasks about an item, each named by its rule and its subject, so that it is made once."""

from __future__ import annotations

from datetime import date

from tenants.agreements.models import AgreementItem
from tenants.agreements.policy import Said
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case
from tenants.casework.tasks import NewTask, set_task


def slipped(row: AgreementItem) -> str:
    """Names the task about an item whose day has passed: once for each day that it is due on."""
    return f"agreement_item_due:{row.id}:{row.due_on}"


def to_tell(row: AgreementItem) -> str:
    return f"agreement_item_tell:{row.id}:{row.status}"


def says(row: AgreementItem, said: Said) -> str:
    """One task for all who say the same; who says something else is heard again."""
    return f"agreement_item_said:{row.id}:{said}"


def task_about(case: Case, row: AgreementItem, kind: TaskKind, due_on: date, made_for: str) -> None:
    set_task(NewTask(case_id=case.id, kind=kind, owner_id=case.lead_id, due_on=due_on, made_for=made_for,
                     party_id=row.for_party_id))
