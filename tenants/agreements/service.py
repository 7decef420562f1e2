"""The verbs of agreements: write an item, have it accepted by both sides, see how it ends, tell the person harmed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from concord.web.dates import uk_today
from concord.working_days import add_working_days
from tenants.agreements.models import Agreement, AgreementItem, ItemPayment, ItemReport
from tenants.agreements.policy import (
    FINAL,
    TELL_WITHIN_WORKING_DAYS,
    TO_BE_TOLD,
    AgreementStatus,
    ItemKind,
    ItemStatus,
    Said,
    ToldHow,
)
from tenants.casework.events import Act, NoSuchCase, any_party_of, open_case, write_event
from tenants.casework.kinds import Audience, EventKind, TaskKind
from tenants.casework.models import Case
from tenants.casework.policy import OUT
from tenants.casework.tasks import NewTask, finish_tasks_made_for, set_task
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

ACCEPTED_AT = {PartyRole.HARMED: "accepted_harmed_at", PartyRole.RESPONSIBLE: "accepted_responsible_at"}
# What both sides agree to: other words, another day or another sum ask both again.
AGREED_TO = ("kind", "words", "owner_party_id", "for_party_id", "due_on", "amount_pence")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One thing that somebody will do, as it is written down."""

    kind: ItemKind
    words: str
    owner_party_id: UUID
    for_party_id: UUID | None = None
    due_on: date | None = None
    amount_pence: int | None = None
    evidence: str | None = None
    visibility: Audience = Audience.BOTH


def add_item(case_id: UUID, responsible_id: UUID, item: Item, act: Act, *, activity_id: UUID | None = None) -> UUID:
    """One more thing that was agreed with a person responsible; their agreement begins with the first."""
    case = open_case(case_id, act)
    _check_people(case, responsible_id, item)
    agreement = _living_agreement(case, responsible_id) or _begin(case, responsible_id, activity_id, act)
    position = db.session.scalar(
        select(func.count()).select_from(AgreementItem).where(AgreementItem.agreement_id == agreement.id)
    )
    row = AgreementItem(id=uuid7(), agreement_id=agreement.id, position=(position or 0) + 1, **_values(item))
    db.session.add(row)
    db.session.flush()
    _settle(agreement)
    _write(case, act, "added", row)
    item_id: UUID = row.id
    return item_id


def change_item(case_id: UUID, item_id: UUID, item: Item, act: Act) -> None:
    """Write an item anew. When what it says changes, both sides are asked again."""
    case, agreement, row = _locked(case_id, item_id, act)
    _check_people(case, agreement.party_id, item)
    if row.status in FINAL:
        raise Refused(_("This point has ended. Write down a new one."))
    values = _values(item)
    anew = any(getattr(row, name) != values[name] for name in AGREED_TO)
    for name, value in values.items():
        setattr(row, name, value)
    if anew:
        row.status, row.accepted_harmed_at, row.accepted_responsible_at = ItemStatus.PROPOSED, None, None
    row.version += 1
    _settle(agreement)
    _write(case, act, "reworded" if anew else "changed", row)


def accept_item(case_id: UUID, item_id: UUID, party_id: UUID, act: Act) -> None:
    """A party said yes to the words of an item; staff write it down."""
    case, agreement, row = _locked(case_id, item_id, act)
    party = any_party_of(case, party_id)
    if party.state in OUT:
        raise Refused(_("They are not in the case any more."))
    harmed = party.role == PartyRole.HARMED
    if not (row.for_party_id in {None, party_id} if harmed else agreement.party_id == party_id):
        raise Refused(_("This point is not about them."))
    accepted(agreement, row, PartyRole(party.role), act.moment)
    _write(case, act, "accepted", row, party_id)


def accepted(agreement: Agreement, row: AgreementItem, role: PartyRole, at: datetime) -> None:
    """One side said yes. Agreed is what both sides said yes to."""
    if row.status != ItemStatus.PROPOSED:
        raise Refused(_("Both sides have accepted this point already."))
    setattr(row, ACCEPTED_AT[role], at)
    if row.accepted_harmed_at and row.accepted_responsible_at:
        row.status = ItemStatus.AGREED
    row.version += 1
    _settle(agreement)


def begin_item(case_id: UUID, item_id: UUID, act: Act) -> None:
    """Somebody has begun to do it."""
    case, _agreement, row = _locked(case_id, item_id, act)
    if row.status != ItemStatus.AGREED:
        raise Refused(_("Only what both sides accepted can begin."))
    row.status = ItemStatus.IN_PROGRESS
    row.version += 1
    _write(case, act, "begun", row)


def end_item(case_id: UUID, item_id: UUID, status: ItemStatus, act: Act) -> None:
    """What became of it. The person harmed hears it from a person, never from a message (A9)."""
    case, agreement, row = _locked(case_id, item_id, act)
    if status not in FINAL or row.status in FINAL:
        raise Refused(_("This point has ended already."))
    if row.status == ItemStatus.PROPOSED and status != ItemStatus.WAIVED:
        raise Refused(_("Both sides must accept this point before it can be done or not done."))
    row.status, row.ended_on, row.version = status, act.happened_on, row.version + 1
    _settle(agreement)
    _write(case, act, "ended", row)
    finish_tasks_made_for(slipped(row), act.actor_id)
    for said in Said:
        finish_tasks_made_for(_says(row, said), act.actor_id)
    if status in TO_BE_TOLD:
        _ask_to_tell(case, row, act)


def tell_harmed(case_id: UUID, item_id: UUID, how: ToldHow, act: Act) -> None:
    """The person harmed heard from a person what became of an item (A9)."""
    case, _agreement, row = _locked(case_id, item_id, act)
    if row.status not in TO_BE_TOLD:
        raise Refused(_("Write down first if it was done."))
    if row.ended_on and act.happened_on < row.ended_on:
        raise Refused(_("What became of it was later than this day."))
    row.harmed_told_on, row.harmed_told_by, row.harmed_told_how = act.happened_on, act.actor_id, how
    _write(case, act, "told", row)
    finish_tasks_made_for(_to_tell(row), act.actor_id)


def pay(case_id: UUID, item_id: UUID, amount_pence: int, act: Act) -> None:
    """Money was paid for an item."""
    case, _agreement, row = _locked(case_id, item_id, act)
    if row.amount_pence is None or row.status not in {ItemStatus.AGREED, ItemStatus.IN_PROGRESS}:
        raise Refused(_("Nothing is to be paid for this point now."))
    row.status = ItemStatus.IN_PROGRESS
    db.session.add(ItemPayment(
        item_id=row.id, paid_on=act.happened_on, amount_pence=amount_pence, recorded_by=act.actor_id,
        recorded_at=act.written_at,
    ))
    _write(case, act, "paid", row)


def report_item(case_id: UUID, item_id: UUID, party_id: UUID, said: Said, act: Act) -> None:
    """A party told us if a thing was done; staff write it down."""
    case, _agreement, row = _locked(case_id, item_id, act)
    any_party_of(case, party_id)
    reported(case, row, party_id, said, act)
    _write(case, act, "reported", row, party_id)


def reported(case: Case, row: AgreementItem, party_id: UUID, said: Said, act: Act | None = None) -> None:
    """What somebody says is kept, through whomever; what counts is for the lead to find out."""
    on, recorded_by = (act.happened_on, act.actor_id) if act else (uk_today(), None)
    db.session.add(ItemReport(item_id=row.id, party_id=party_id, said=said, said_on=on, recorded_by=recorded_by))
    if said != Said.RATHER_NOT_SAY and row.status not in FINAL:
        _task(case, row, TaskKind.AGREEMENT_ITEM, add_working_days(on, TELL_WITHIN_WORKING_DAYS), _says(row, said))


def put_aside(case_id: UUID, agreement_id: UUID, act: Act) -> None:
    """A draft that comes to nothing: no meeting needs an agreement (A8)."""
    case = open_case(case_id, act)
    agreement = db.session.get(Agreement, (scope.current_tenant_id(), agreement_id))
    if agreement is None or agreement.case_id != case.id:
        raise NoSuchCase(str(agreement_id))
    rows = _items(agreement)
    if any(row.status not in {ItemStatus.PROPOSED, ItemStatus.WAIVED} for row in rows):
        raise Refused(_("Both sides have accepted a point. Write down what becomes of each point instead."))
    for row in rows:
        row.status, row.ended_on, row.version = ItemStatus.WAIVED, act.happened_on, row.version + 1
        _ask_to_tell(case, row, act)
    agreement.status = AgreementStatus.ENDED
    write_event(case, EventKind.AGREEMENT_CHANGED, act, party_id=agreement.party_id, detail={"what": "put_aside"})


def slipped(row: AgreementItem) -> str:
    """Names the task about an item whose day has passed: once for each day that it is due on."""
    return f"agreement_item_due:{row.id}:{row.due_on}"


def _ask_to_tell(case: Case, row: AgreementItem, act: Act) -> None:
    """A task to tell the person harmed, as long as nobody has."""
    if row.harmed_told_on is None:
        due = add_working_days(act.happened_on, TELL_WITHIN_WORKING_DAYS)
        _task(case, row, TaskKind.TELL, due, _to_tell(row))


def _to_tell(row: AgreementItem) -> str:
    return f"agreement_item_tell:{row.id}:{row.status}"


def _says(row: AgreementItem, said: Said) -> str:
    """One task for all who say the same; who says something else is heard again."""
    return f"agreement_item_said:{row.id}:{said}"


def _task(case: Case, row: AgreementItem, kind: TaskKind, due_on: date, made_for: str) -> None:
    set_task(NewTask(case_id=case.id, kind=kind, owner_id=case.lead_id, due_on=due_on, made_for=made_for,
                     party_id=row.for_party_id))


def _write(case: Case, act: Act, what: str, row: AgreementItem, party_id: UUID | None = None) -> None:
    detail = {"what": what, "kind": row.kind, "status": row.status, "item": str(row.id)}
    write_event(case, EventKind.AGREEMENT_CHANGED, act, party_id=party_id or row.owner_party_id, detail=detail)


def _values(item: Item) -> dict[str, Any]:
    return {one.name: getattr(item, one.name) for one in fields(item)}


def _check_people(case: Case, responsible_id: UUID, item: Item) -> None:
    """Each named person is of this case, in the part that they are named for."""
    if any_party_of(case, responsible_id).role != PartyRole.RESPONSIBLE:
        raise NoSuchCase(str(responsible_id))
    any_party_of(case, item.owner_party_id)
    if item.for_party_id and any_party_of(case, item.for_party_id).role != PartyRole.HARMED:
        raise NoSuchCase(str(item.for_party_id))


def _living_agreement(case: Case, responsible_id: UUID) -> Agreement | None:
    statement = select(Agreement).where(
        Agreement.case_id == case.id, Agreement.party_id == responsible_id, Agreement.episode == case.episode,
        Agreement.status != AgreementStatus.ENDED,
    )
    return db.session.scalars(statement.order_by(Agreement.id.desc()).limit(1)).one_or_none()


def _begin(case: Case, responsible_id: UUID, activity_id: UUID | None, act: Act) -> Agreement:
    agreement = Agreement(
        id=uuid7(), case_id=case.id, party_id=responsible_id, activity_id=activity_id, episode=case.episode,
        status=AgreementStatus.DRAFT, made_on=act.happened_on, made_by=act.actor_id,
    )
    db.session.add(agreement)
    db.session.flush()
    return agreement


def _locked(case_id: UUID, item_id: UUID, act: Act) -> tuple[Case, Agreement, AgreementItem]:
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


def _items(agreement: Agreement) -> list[AgreementItem]:
    statement = select(AgreementItem).where(AgreementItem.agreement_id == agreement.id)
    return list(db.session.scalars(statement.order_by(AgreementItem.position)))


def _settle(agreement: Agreement) -> None:
    """An agreement stands where its items are: a draft while one waits, ended when each has."""
    db.session.flush()
    states = {row.status for row in _items(agreement)}
    if ItemStatus.PROPOSED in states:
        agreement.status = AgreementStatus.DRAFT
    else:
        agreement.status = AgreementStatus.ENDED if states <= set(FINAL) else AgreementStatus.AGREED
    db.session.flush()
