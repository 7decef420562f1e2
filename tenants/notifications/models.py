"""The record of every message: who was to be told, whether it was safe, and what became of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service


class MessageKind(StrEnum):
    NEW_REFERRAL = "new_referral"
    ACKNOWLEDGEMENT = "acknowledgement"
    INVITATION = "invitation"
    TEST = "test"
    AGENCY_CONFIRMATION = "agency_confirmation"
    AGENCY_OUTCOME = "agency_outcome"
    HELD_EXPIRY = "held_expiry"
    LINK = "link"
    HANDOVER_OFFER = "handover_offer"


class MessageStatus(StrEnum):
    DECIDED = "decided"
    SENT = "sent"
    REFUSED = "refused"
    CANCELLED = "cancelled"


class Message(ServiceOwned):
    """One message to one recipient, decided once per event; ``message_id`` stays the same at every try."""

    __tablename__ = "messages"
    __table_args__ = (
        references("event_id", "outbox"), references("account_id", "accounts"),
        references("contact_point_id", "contact_points"), references("referral_id", "referrals"),
        references("case_id", "cases"), references("party_id", "case_parties"),
        unique_in_service("message_id"), unique_in_service("event_id", "kind", "referral_id"),
        unique_in_service("event_id", "kind", "account_id"), unique_in_service("event_id", "kind", "contact_point_id"),
        check_in("kind", MessageKind), check_in("status", MessageStatus),
        Index("ix_messages_case", "tenant_id", "case_id"),
    )
    grants = KEPT

    event_id: Mapped[UUID]
    kind: Mapped[str]
    account_id: Mapped[UUID | None]
    contact_point_id: Mapped[UUID | None]
    referral_id: Mapped[UUID | None]  # when it goes to the agency that referred
    case_id: Mapped[UUID | None]  # whose end cancels the message
    party_id: Mapped[UUID | None]  # to whom it goes, when to a party of the case
    address: Mapped[str] = mapped_column(EncryptedText("messages.address"))
    message_id: Mapped[str]
    status: Mapped[str] = mapped_column(default=MessageStatus.DECIDED)
    reason: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
