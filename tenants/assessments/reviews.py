"""What was to be looked at again or done goes with whom it was about, and with the case (in the same transaction)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import update

from concord.database import db
from tenants.casework.events import Act
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import ENDED, Stage
from tenants.casework.record_models import Task
from tenants.casework.signals import case_moved, party_left


def _finish(case: Case, kinds: tuple[TaskKind, ...], act: Act, *where: Any) -> None:
    statement = update(Task).where(Task.case_id == case.id, Task.kind.in_(kinds), Task.done_at.is_(None), *where)
    db.session.execute(statement.values(done_at=act.written_at, done_by=act.actor_id))


@party_left.connect
def _nobody_to_look_at(case: Case, *, party: CaseParty, act: Act, **_more: Any) -> None:
    _finish(case, (TaskKind.ASSESSMENT_REVIEW,), act, Task.party_id == party.id)


@case_moved.connect
def _nothing_left_to_do(case: Case, *, after: str, act: Act, **_more: Any) -> None:
    """Whether it may go ahead is no question any more once it took place; nor when the case has ended.

    What is to be done about a risk may still be needed after a case, so that stays.
    """
    if after in {Stage.FOLLOW_UP, *ENDED}:
        _finish(case, (TaskKind.ASSESSMENT_REVIEW,), act)
