"""What both sides agreed to, what became of it, and how people are afterwards (DOMAIN A9)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service
from tenants.agreements.policy import (
    AgreementStatus,
    FollowUpKind,
    FollowUpOutcome,
    ItemKind,
    ItemStatus,
    Said,
    ToldHow,
)
from tenants.casework.kinds import Audience


class Agreement(ServiceOwned):
    """What one person responsible takes on. There are several when people meet again."""

    __tablename__ = "agreements"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"),
        references("activity_id", "activities"), references("made_by", "accounts"),
        check_in("status", AgreementStatus), CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_agreements_case", "tenant_id", "case_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]  # the person responsible
    activity_id: Mapped[UUID | None]
    episode: Mapped[int]
    status: Mapped[str] = mapped_column(default=AgreementStatus.DRAFT)
    made_on: Mapped[date]
    made_by: Mapped[UUID]


class AgreementItem(ServiceOwned):
    """One thing that somebody will do. Its words count once both sides accepted them; other words ask both again."""

    __tablename__ = "agreement_items"
    __table_args__ = (
        references("agreement_id", "agreements"), references("owner_party_id", "case_parties"),
        references("for_party_id", "case_parties"), references("harmed_told_by", "accounts"),
        check_in("kind", ItemKind), check_in("status", ItemStatus), check_in("visibility", Audience),
        check_in("harmed_told_how", ToldHow),
        CheckConstraint(
            "(harmed_told_on IS NULL) = (harmed_told_by IS NULL) AND (harmed_told_on IS NULL) = "
            "(harmed_told_how IS NULL)", name="told_whole",
        ),
        CheckConstraint(
            "status IN ('proposed', 'waived') OR (accepted_harmed_at IS NOT NULL AND "
            "accepted_responsible_at IS NOT NULL)", name="accepted_by_both",
        ),
        CheckConstraint("amount_pence > 0", name="amount_positive"),
        CheckConstraint("version > 0", name="version_positive"),
        Index("ix_agreement_items_agreement", "tenant_id", "agreement_id"),
        Index("ix_agreement_items_due", "tenant_id", "status", "due_on"),
    )
    grants = KEPT

    agreement_id: Mapped[UUID]
    position: Mapped[int]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(EncryptedText("agreement_items.words"))
    evidence: Mapped[str | None] = mapped_column(EncryptedText("agreement_items.evidence"))  # how we shall know
    owner_party_id: Mapped[UUID]  # who does it
    for_party_id: Mapped[UUID | None]  # for this person harmed, when for one of several
    due_on: Mapped[date | None]
    amount_pence: Mapped[int | None]
    visibility: Mapped[str] = mapped_column(default=Audience.BOTH)
    status: Mapped[str] = mapped_column(default=ItemStatus.PROPOSED)
    # Ids of the parties who said yes; a side has once each of it did whom it concerns.
    accepted_ids: Mapped[list[str]] = mapped_column(JSONB, default=list, server_default="[]")
    accepted_harmed_at: Mapped[datetime | None]
    accepted_responsible_at: Mapped[datetime | None]
    ended_on: Mapped[date | None]
    harmed_told_on: Mapped[date | None]
    harmed_told_by: Mapped[UUID | None]
    harmed_told_how: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)


class ItemReport(ServiceOwned):
    """What a party said of an item that was to be done. It decides nothing: a person of the service does."""

    __tablename__ = "agreement_reports"
    __table_args__ = (
        references("item_id", "agreement_items"), references("party_id", "case_parties"),
        references("recorded_by", "accounts"), check_in("said", Said),
        Index("ix_agreement_reports_item", "tenant_id", "item_id"),
    )
    grants = APPENDED

    item_id: Mapped[UUID]
    party_id: Mapped[UUID]
    said: Mapped[str]
    said_on: Mapped[date]
    recorded_by: Mapped[UUID | None]  # nobody, when they said it themselves through their link
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class ItemPayment(ServiceOwned):
    """Money that was paid for an item."""

    __tablename__ = "agreement_payments"
    __table_args__ = (
        references("item_id", "agreement_items"), references("recorded_by", "accounts"),
        CheckConstraint("amount_pence > 0", name="amount_positive"),
        Index("ix_agreement_payments_item", "tenant_id", "item_id"),
    )
    grants = APPENDED

    item_id: Mapped[UUID]
    paid_on: Mapped[date]
    amount_pence: Mapped[int]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())


class FollowUp(ServiceOwned):
    """How somebody is, asked some days, weeks and months after a meeting or exchange (A2, E2 T13)."""

    __tablename__ = "follow_ups"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"),
        unique_in_service("party_id", "episode", "kind"),
        check_in("kind", FollowUpKind), check_in("outcome", FollowUpOutcome),
        CheckConstraint("(done_on IS NULL) OR (outcome IS NOT NULL)", name="done_has_outcome"),
        CheckConstraint("attempts >= 0 AND episode > 0", name="counts_not_negative"),
        Index("ix_follow_ups_case", "tenant_id", "case_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]
    episode: Mapped[int]
    kind: Mapped[str]
    met_on: Mapped[date]
    due_on: Mapped[date]
    attempts: Mapped[int] = mapped_column(default=0)
    first_tried_on: Mapped[date | None]
    done_on: Mapped[date | None]
    outcome: Mapped[str | None]
    welfare: Mapped[str | None] = mapped_column(EncryptedText("follow_ups.welfare"))
