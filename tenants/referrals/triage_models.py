"""What the team writes down while it decides about a referral. Nothing of it is ever changed."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references


class ConflictDeclaration(ServiceOwned):
    """Whether a member of staff has a conflict of interest in what happened (T2). The newest counts.

    Yes locks them out of all of it; only somebody else can lift that, and says why.
    """

    __tablename__ = "conflict_declarations"
    __table_args__ = (
        references("incident_id", "incidents"), references("account_id", "accounts"),
        references("recorded_by", "accounts"),
        Index("ix_conflict_declarations_incident", "tenant_id", "incident_id", "account_id", "declared_at"),
        Index("ix_conflict_declarations_account", "tenant_id", "account_id", postgresql_where=text("conflict")),
    )
    grants = APPENDED

    incident_id: Mapped[UUID]
    account_id: Mapped[UUID]
    conflict: Mapped[bool]
    words: Mapped[str | None] = mapped_column(EncryptedText("conflict_declarations.words"))
    recorded_by: Mapped[UUID]
    declared_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class NoteKind(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    TOLD = "told"
    SIGNPOSTED = "signposted"


class Whom(StrEnum):
    """Whom the team asked or told."""

    PERSON = "person"
    REFERRER = "referrer"
    OTHER = "other"
    NOBODY = "nobody"


class How(StrEnum):
    """By what they were asked or told."""

    PHONE = "phone"
    EMAIL = "email"
    TEXT = "text"
    POST = "post"
    IN_PERSON = "in_person"


class Signpost(StrEnum):
    """Who may help instead (T3)."""

    OTHER_SERVICE = "other_service"
    VICTIM_SERVICES = "victim_services"
    POLICE = "police"
    PROBATION = "probation"
    YOUTH_JUSTICE = "youth_justice"
    MEDIATION = "mediation"
    LEGAL_ADVICE = "legal_advice"
    HEALTH = "health"
    HOUSING = "housing"
    OTHER = "other"


class ReferralNote(ServiceOwned):
    """One thing the team did about a referral before or as it decided."""

    __tablename__ = "referral_notes"
    __table_args__ = (
        references("referral_id", "referrals"), references("recorded_by", "accounts"),
        check_in("kind", NoteKind), check_in("whom", Whom), check_in("how", How), check_in("signpost", Signpost),
        CheckConstraint("(kind IN ('asked', 'told')) = (whom IS NOT NULL)", name="whom_of_asked_and_told"),
        CheckConstraint("(kind = 'signposted') = (signpost IS NOT NULL)", name="signpost_of_signposted"),
        Index("ix_referral_notes_referral", "tenant_id", "referral_id", "recorded_at"),
    )
    grants = APPENDED

    referral_id: Mapped[UUID]
    kind: Mapped[str]
    whom: Mapped[str | None]
    how: Mapped[str | None]
    signpost: Mapped[str | None]
    words: Mapped[str | None] = mapped_column(EncryptedText("referral_notes.words"))
    happened_on: Mapped[date]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
