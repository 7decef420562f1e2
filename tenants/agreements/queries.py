"""Reads of agreements and follow-up: plain rows for the page of a case, and what each side may see of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by

from concord.database import db
from concord.web.dates import uk_today
from tenants.agreements.models import Agreement, AgreementItem, FollowUp, ItemPayment, ItemReport
from tenants.agreements.policy import FINAL, TO_BE_TOLD, AgreementStatus, ItemStatus
from tenants.casework.kinds import Audience
from tenants.casework.models import Case, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.referrals.models import PartyRole

SEEN_BY = {PartyRole.HARMED: (Audience.HARMED, Audience.BOTH), PartyRole.RESPONSIBLE: (Audience.RESPONSIBLE,
                                                                                      Audience.BOTH)}


@dataclass(frozen=True)
class ItemRow:
    """An item as a page shows it."""

    id: UUID
    agreement_id: UUID
    kind: str
    words: str
    evidence: str | None
    owner_party_id: UUID
    for_party_id: UUID | None
    due_on: date | None
    amount_pence: int | None
    paid_pence: int
    visibility: str
    status: str
    accepted_harmed: bool
    accepted_responsible: bool
    accepted_ids: list[str]  # of parties
    said: list[str]  # what parties said of it, newest first, as "party code"
    harmed_told_on: date | None
    version: int

    @property
    def is_open(self) -> bool:
        return self.status not in FINAL

    @property
    def is_late(self) -> bool:
        under_way = self.status in {ItemStatus.AGREED, ItemStatus.IN_PROGRESS}
        return under_way and self.due_on is not None and self.due_on < uk_today()

    @property
    def is_to_be_told(self) -> bool:
        return self.status in TO_BE_TOLD and self.harmed_told_on is None

    @property
    def reports(self) -> list[tuple[UUID, str]]:
        return [(UUID(party_id), said) for party_id, _, said in (one.partition(" ") for one in self.said)]

    @property
    def accepted(self) -> set[UUID]:
        """The parties who said yes to its words."""
        return {UUID(party_id) for party_id in self.accepted_ids}

    def accepted_by(self, party_id: UUID) -> bool:
        return party_id in self.accepted


@dataclass
class AgreementRow:
    """What one person responsible took on."""

    id: UUID
    party_id: UUID
    status: str
    made_on: date
    episode: int
    items: list[ItemRow] = field(default_factory=list)


@dataclass(frozen=True)
class FollowUpRow:
    """One time that somebody is to be asked how they are."""

    id: UUID
    party_id: UUID
    kind: str
    due_on: date
    attempts: int
    done_on: date | None
    outcome: str | None
    welfare: str | None

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on < uk_today()


def agreements_of(case_id: UUID) -> list[AgreementRow]:
    """The agreements of a case with their items, newest agreement first."""
    made = select(Agreement.id, Agreement.party_id, Agreement.status, Agreement.made_on, Agreement.episode).where(
        Agreement.case_id == case_id
    )
    found = {row.id: AgreementRow(*row) for row in db.session.execute(made.order_by(Agreement.id.desc()))}
    for item in _items(Agreement.case_id == case_id):
        found[item.agreement_id].items.append(item)
    return list(found.values())


def items_for(agreement_id: UUID, party_id: UUID, role: str) -> list[ItemRow]:
    """What a party may see of an agreement: the wall between the two sides holds here, too."""
    return [
        item for item in _items(
            Agreement.id == agreement_id, AgreementItem.visibility.in_(SEEN_BY[PartyRole(role)]),
        )
        if role == PartyRole.RESPONSIBLE or item.for_party_id in {None, party_id}
    ]


def living_agreements(case_id: UUID) -> list[AgreementRow]:
    return [one for one in agreements_of(case_id) if one.status != AgreementStatus.ENDED]


def follow_ups_of(case_id: UUID) -> list[FollowUpRow]:
    """Of the case's episode, in the order of their days."""
    statement = (
        select(
            FollowUp.id, FollowUp.party_id, FollowUp.kind, FollowUp.due_on, FollowUp.attempts, FollowUp.done_on,
            FollowUp.outcome, FollowUp.welfare,
        )
        .join(Case, Case.id == FollowUp.case_id)
        .where(FollowUp.case_id == case_id, FollowUp.episode == Case.episode)
        .order_by(FollowUp.due_on, FollowUp.id)
    )
    return [FollowUpRow(*row) for row in db.session.execute(statement)]


def somebody_is_not_planned(case_id: UUID) -> bool:
    """Whether a case in follow-up has a person who took part and has no day on which to be asked."""
    planned = exists().where(FollowUp.party_id == CaseParty.id, FollowUp.episode == Case.episode)
    statement = select(exists().where(
        Case.id == case_id, Case.stage == Stage.FOLLOW_UP, CaseParty.case_id == Case.id,
        CaseParty.state == PartyState.PARTICIPATED, ~planned.correlate(CaseParty, Case),
    ))
    return db.session.execute(statement).scalar_one()


def pounds(pence: int) -> str:
    """12.50, and 50 for a whole sum."""
    return str(pence // 100) if pence % 100 == 0 else f"{Decimal(pence) / 100:.2f}"


def _items(*conditions: object) -> list[ItemRow]:
    paid = select(func.coalesce(func.sum(ItemPayment.amount_pence), 0)).where(
        ItemPayment.item_id == AgreementItem.id
    ).scalar_subquery()
    said = select(func.array_agg(
        aggregate_order_by(func.concat(ItemReport.party_id, " ", ItemReport.said), ItemReport.id.desc())
    )).where(ItemReport.item_id == AgreementItem.id).scalar_subquery()
    statement = (
        select(
            AgreementItem.id, AgreementItem.agreement_id, AgreementItem.kind, AgreementItem.words,
            AgreementItem.evidence, AgreementItem.owner_party_id, AgreementItem.for_party_id, AgreementItem.due_on,
            AgreementItem.amount_pence, paid, AgreementItem.visibility, AgreementItem.status,
            AgreementItem.accepted_harmed_at.is_not(None), AgreementItem.accepted_responsible_at.is_not(None),
            AgreementItem.accepted_ids,
            func.coalesce(said, []), AgreementItem.harmed_told_on, AgreementItem.version,
        )
        .join(Agreement, Agreement.id == AgreementItem.agreement_id)
        .where(*conditions).order_by(AgreementItem.position, AgreementItem.id)  # type: ignore[arg-type]  # conditions
    )
    return [ItemRow(*row) for row in db.session.execute(statement)]
