"""Items whose day has passed: the lead gets a task. Nobody outside the service hears of it from a machine (A9)."""

from __future__ import annotations

from sqlalchemy import select

from concord.database import db
from concord.web.dates import uk_today
from tenants.agreements.item_tasks import slipped
from tenants.agreements.models import Agreement, AgreementItem
from tenants.agreements.policy import ItemStatus
from tenants.casework.kinds import TaskKind
from tenants.casework.models import Case
from tenants.casework.policy import ENDED
from tenants.casework.tasks import NewTask, set_task


def look_after() -> None:
    """Daily, service by service. Twice on a day makes no second task."""
    statement = (
        select(AgreementItem, Case)
        .join(Agreement, Agreement.id == AgreementItem.agreement_id).join(Case, Case.id == Agreement.case_id)
        .where(
            AgreementItem.status.in_((ItemStatus.AGREED, ItemStatus.IN_PROGRESS)),
            AgreementItem.due_on < uk_today(), Case.stage.not_in(ENDED),
        )
        .order_by(AgreementItem.id)
    )
    for item, case in db.session.execute(statement):
        set_task(NewTask(
            case_id=case.id, kind=TaskKind.AGREEMENT_ITEM, owner_id=case.lead_id, due_on=uk_today(),
            party_id=item.owner_party_id, made_for=slipped(item),
        ))
