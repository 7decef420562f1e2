"""What somebody says of a thing that was to be done. It decides nothing: a person of the service does."""

from __future__ import annotations

from uuid import UUID

from concord.database import db
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from tenants.agreements.item_tasks import says, task_about
from tenants.agreements.models import AgreementItem, ItemReport
from tenants.agreements.policy import FINAL, TELL_WITHIN_WORKING_DAYS, Said
from tenants.agreements.standing import locked_item, write
from tenants.casework.events import Act, any_party_of
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case


def report_item(case_id: UUID, item_id: UUID, party_id: UUID, said: Said, act: Act) -> None:
    """A party told us if a thing was done; staff write it down."""
    case, _agreement, row = locked_item(case_id, item_id, act)
    any_party_of(case, party_id)
    reported(case, row, party_id, said, act)
    write(case, act, "reported", row, party_id)


def reported(case: Case, row: AgreementItem, party_id: UUID, said: Said, act: Act | None = None) -> None:
    """What somebody says is kept, through whomever; what counts is for the lead to find out."""
    on, recorded_by = (act.happened_on, act.actor_id) if act else (uk_today(), None)
    db.session.add(ItemReport(item_id=row.id, party_id=party_id, said=said, said_on=on, recorded_by=recorded_by))
    if said != Said.RATHER_NOT_SAY and row.status not in FINAL:
        task_about(case, row, TaskKind.AGREEMENT_ITEM, add_working_days(on, TELL_WITHIN_WORKING_DAYS), says(row, said))
