"""An item from its beginning to its end: begun, paid for, done, not done or put aside."""

from __future__ import annotations

from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from concord.database import db
from concord.tenancy import scope
from tenants.agreements.item_tasks import nothing_to_talk_about, says, slipped
from tenants.agreements.models import Agreement, ItemPayment
from tenants.agreements.policy import FINAL, TO_BE_TOLD, AgreementStatus, ItemStatus, Said
from tenants.agreements.standing import items_of, locked_item, settle, write
from tenants.agreements.telling import ask_to_tell
from tenants.casework.events import Act, NoSuchCase, open_case, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.tasks import finish_tasks_made_for
from tenants.people.service import Refused


def begin_item(case_id: UUID, item_id: UUID, act: Act) -> None:
    """Somebody has begun to do it."""
    case, _agreement, row = locked_item(case_id, item_id, act)
    if row.status != ItemStatus.AGREED:
        raise Refused(_("Only what both sides accepted can begin."))
    row.status = ItemStatus.IN_PROGRESS
    row.version += 1
    write(case, act, "begun", row)


def pay(case_id: UUID, item_id: UUID, amount_pence: int, act: Act) -> None:
    """Money was paid for an item."""
    case, _agreement, row = locked_item(case_id, item_id, act)
    if row.amount_pence is None or row.status not in {ItemStatus.AGREED, ItemStatus.IN_PROGRESS}:
        raise Refused(_("Nothing is to be paid for this point now."))
    if paid_so_far(row.id) + amount_pence > row.amount_pence:
        raise Refused(_("That is more than is still to be paid. Check the sum."))
    row.status = ItemStatus.IN_PROGRESS
    db.session.add(ItemPayment(
        item_id=row.id, paid_on=act.happened_on, amount_pence=amount_pence, recorded_by=act.actor_id,
        recorded_at=act.written_at,
    ))
    write(case, act, "paid", row)


def paid_so_far(item_id: UUID) -> int:
    statement = select(func.coalesce(func.sum(ItemPayment.amount_pence), 0)).where(ItemPayment.item_id == item_id)
    return db.session.execute(statement).scalar_one()


def end_item(case_id: UUID, item_id: UUID, status: ItemStatus, act: Act) -> None:
    """What became of it. The person harmed hears it from a person, never from a message (A9)."""
    case, agreement, row = locked_item(case_id, item_id, act)
    if status not in FINAL or row.status in FINAL:
        raise Refused(_("This point has ended already."))
    if row.status == ItemStatus.PROPOSED and status != ItemStatus.WAIVED:
        raise Refused(_("Both sides must accept this point before it can be done or not done."))
    row.status, row.ended_on, row.version = status, act.happened_on, row.version + 1
    settle(agreement)
    write(case, act, "ended", row)
    finish_tasks_made_for(slipped(row), act.actor_id)
    nothing_to_talk_about(case.id, row, act.actor_id)
    for said in Said:
        finish_tasks_made_for(says(row, said), act.actor_id)
    if status in TO_BE_TOLD:
        ask_to_tell(case, row, act)


def put_aside(case_id: UUID, agreement_id: UUID, act: Act) -> None:
    """A draft that comes to nothing: no meeting needs an agreement (A8)."""
    case = open_case(case_id, act)
    agreement = db.session.get(Agreement, (scope.current_tenant_id(), agreement_id))
    if agreement is None or agreement.case_id != case.id:
        raise NoSuchCase(str(agreement_id))
    rows = items_of(agreement)
    if any(row.status not in {ItemStatus.PROPOSED, ItemStatus.WAIVED} for row in rows):
        raise Refused(_("Both sides have accepted a point. Write down what becomes of each point instead."))
    for row in rows:
        row.status, row.ended_on, row.version = ItemStatus.WAIVED, act.happened_on, row.version + 1
        nothing_to_talk_about(case.id, row, act.actor_id)
        ask_to_tell(case, row, act)
    agreement.status = AgreementStatus.ENDED
    write_event(case, EventKind.AGREEMENT_CHANGED, act, party_id=agreement.party_id, detail={"what": "put_aside"})
