"""The person harmed hears what became of an item: from a person, never from a message (A9)."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _

from concord.working_days import add_working_days
from tenants.agreements.item_tasks import task_about, to_tell
from tenants.agreements.models import AgreementItem
from tenants.agreements.policy import TELL_WITHIN_WORKING_DAYS, TO_BE_TOLD, ToldHow
from tenants.agreements.standing import locked_item, write
from tenants.casework.events import Act
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case
from tenants.casework.tasks import finish_tasks_made_for
from tenants.people.service import Refused


def ask_to_tell(case: Case, row: AgreementItem, act: Act) -> None:
    """A task to tell the person harmed, as long as nobody has."""
    if row.harmed_told_on is None:
        due = add_working_days(act.happened_on, TELL_WITHIN_WORKING_DAYS)
        task_about(case, row, TaskKind.TELL, due, to_tell(row))


def tell_harmed(case_id: UUID, item_id: UUID, how: ToldHow, act: Act) -> None:
    """The person harmed heard from a person what became of an item (A9)."""
    case, _agreement, row = locked_item(case_id, item_id, act)
    if row.status not in TO_BE_TOLD:
        raise Refused(_("Write down first if it was done."))
    if row.ended_on and act.happened_on < row.ended_on:
        raise Refused(_("What became of it was later than this day."))
    row.harmed_told_on, row.harmed_told_by, row.harmed_told_how = act.happened_on, act.actor_id, how
    write(case, act, "told", row)
    finish_tasks_made_for(to_tell(row), act.actor_id)
