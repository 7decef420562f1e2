"""An item within its locked case: found, written about, and where it leaves its agreement."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from concord.database import db
from tenants.agreements.models import Agreement, AgreementItem
from tenants.agreements.policy import FINAL, AgreementStatus, ItemStatus
from tenants.casework.events import Act, NoSuchCase, open_case, write_event
from tenants.casework.kinds import EventKind
from tenants.casework.models import Case


def locked_item(case_id: UUID, item_id: UUID, act: Act) -> tuple[Case, Agreement, AgreementItem]:
    """The case, which holds everybody else off, with an item of its own."""
    case = open_case(case_id, act)
    return case, *item_of(case, item_id)


def item_of(case: Case, item_id: UUID) -> tuple[Agreement, AgreementItem]:
    statement = (
        select(Agreement, AgreementItem).join(AgreementItem, AgreementItem.agreement_id == Agreement.id)
        .where(Agreement.case_id == case.id, AgreementItem.id == item_id).execution_options(populate_existing=True)
    )
    row = db.session.execute(statement).one_or_none()
    if row is None:
        raise NoSuchCase(str(item_id))
    return row.Agreement, row.AgreementItem


def items_of(agreement: Agreement) -> list[AgreementItem]:
    statement = select(AgreementItem).where(AgreementItem.agreement_id == agreement.id)
    return list(db.session.scalars(statement.order_by(AgreementItem.position)))


def settle(agreement: Agreement) -> None:
    """An agreement stands where its items are: a draft while one waits, ended when each has."""
    db.session.flush()
    states = {row.status for row in items_of(agreement)}
    if ItemStatus.PROPOSED in states:
        agreement.status = AgreementStatus.DRAFT
    else:
        agreement.status = AgreementStatus.ENDED if states <= set(FINAL) else AgreementStatus.AGREED
    db.session.flush()


def write(case: Case, act: Act, what: str, row: AgreementItem, party_id: UUID | None = None) -> None:
    detail = {"what": what, "kind": row.kind, "status": row.status, "item": str(row.id)}
    write_event(case, EventKind.AGREEMENT_CHANGED, act, party_id=party_id or row.owner_party_id, detail=detail)
