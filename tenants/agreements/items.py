"""What somebody will do: written down, and written anew."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, select

from concord.database import db
from concord.database.columns import uuid7
from tenants.agreements.acceptance import asked_again
from tenants.agreements.models import Agreement, AgreementItem
from tenants.agreements.policy import FINAL, AgreementStatus, ItemKind
from tenants.agreements.standing import locked_item, settle, write
from tenants.casework.events import Act, NoSuchCase, any_party_of, open_case
from tenants.casework.kinds import Audience
from tenants.casework.models import Case
from tenants.people.service import Refused
from tenants.referrals.models import PartyRole

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
    settle(agreement)
    write(case, act, "added", row)
    item_id: UUID = row.id
    return item_id


def change_item(case_id: UUID, item_id: UUID, item: Item, act: Act) -> None:
    """Write an item anew. When what it says changes, both sides are asked again."""
    case, agreement, row = locked_item(case_id, item_id, act)
    _check_people(case, agreement.party_id, item)
    if row.status in FINAL:
        raise Refused(_("This point has ended. Write down a new one."))
    values = _values(item)
    anew = any(getattr(row, name) != values[name] for name in AGREED_TO)
    for name, value in values.items():
        setattr(row, name, value)
    if anew:
        asked_again(row)
    row.version += 1
    settle(agreement)
    write(case, act, "reworded" if anew else "changed", row)


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
