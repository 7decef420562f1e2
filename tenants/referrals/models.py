"""Incidents and referrals: one request for one person about one incident (DOMAIN E3)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, EncryptedText, check_in, references, unique_in_service


class PartyRole(StrEnum):
    HARMED = "harmed"
    RESPONSIBLE = "responsible"


class IncidentKind(StrEnum):
    CRIME = "crime"
    ANTISOCIAL_BEHAVIOUR = "antisocial_behaviour"
    CONFLICT = "conflict"
    RELATIONSHIP_BREAKDOWN = "relationship_breakdown"
    UNKNOWN = "unknown"


class ReferrerKind(StrEnum):
    SELF = "self"
    SOMEONE_ELSE = "someone_else"
    PROFESSIONAL = "professional"


class Source(StrEnum):
    """Who may start a case (DOMAIN A1)."""

    SELF = "self"
    FAMILY_OR_FRIEND = "family_or_friend"
    POLICE = "police"
    PROBATION = "probation"
    PRISON = "prison"
    VICTIM_SERVICES = "victim_services"
    YOUTH_JUSTICE = "youth_justice"
    COURT = "court"
    OTHER_AGENCY = "other_agency"


class ReferralStatus(StrEnum):
    NEW = "new"
    ACCEPTED = "accepted"
    CLOSED = "closed"


class CloseReason(StrEnum):
    """Why a referral ends without a case (from the national list, DOMAIN E2)."""

    OUT_OF_SCOPE = "out_of_scope"
    OUT_OF_AREA = "out_of_area"
    DUPLICATE = "duplicate"
    UNABLE_TO_CONTACT = "unable_to_contact"
    DECLINED = "declined"
    UNSUITABLE = "unsuitable"
    NEEDS_MET_OTHER_WAY = "needs_met_other_way"


class Incident(ServiceOwned):
    """What happened, once, however many people or agencies tell us of it."""

    __tablename__ = "incidents"
    __table_args__ = (check_in("kind", IncidentKind),)
    grants = KEPT

    kind: Mapped[str] = mapped_column(default=IncidentKind.UNKNOWN)
    summary: Mapped[str] = mapped_column(EncryptedText("incidents.summary"))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("police_areas.code"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Referral(ServiceOwned):
    """One request for one person about one incident, dated when received."""

    __tablename__ = "referrals"
    __table_args__ = (
        references("incident_id", "incidents"), references("person_id", "people"), references("case_id", "cases"),
        references("decided_by", "accounts"),
        unique_in_service("reference"), unique_in_service("submission_key"),
        check_in("person_role", PartyRole), check_in("referrer_kind", ReferrerKind), check_in("source", Source),
        check_in("status", ReferralStatus), check_in("close_reason", CloseReason),
        check_in("person_knows", ("yes", "no", "unknown")), check_in("language", ("en", "cy")),
        CheckConstraint("(status = 'accepted') = (case_id IS NOT NULL)", name="accepted_has_case"),
        CheckConstraint("(status = 'closed') = (close_reason IS NOT NULL)", name="closed_has_reason"),
        CheckConstraint("(status = 'new') = (decided_at IS NULL)", name="decided_has_time"),
        Index("ix_referrals_queue", "tenant_id", "status", "received_at"),
        Index("ix_referrals_case", "tenant_id", "case_id"),
    )
    grants = KEPT

    reference: Mapped[str]
    submission_key: Mapped[UUID]
    incident_id: Mapped[UUID]
    person_id: Mapped[UUID]
    person_role: Mapped[str]
    referrer_kind: Mapped[str]
    source: Mapped[str]
    referrer_name: Mapped[str | None] = mapped_column(EncryptedText("referrals.referrer_name"))
    referrer_contact: Mapped[str | None] = mapped_column(EncryptedText("referrals.referrer_contact"))
    referrer_agency: Mapped[str | None] = mapped_column(EncryptedText("referrals.referrer_agency"))
    person_knows: Mapped[str] = mapped_column(default="unknown")
    agreed_wording: Mapped[str | None]  # the version that whoever wrote was shown; none when nothing was shown
    language: Mapped[str] = mapped_column(default="en")
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())
    status: Mapped[str] = mapped_column(default=ReferralStatus.NEW)
    close_reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    case_id: Mapped[UUID | None]


class ReferralDraft(ServiceOwned):
    """Answers on their way, kept here and never on the visitor's device; gone within 24 hours."""

    __tablename__ = "referral_drafts"
    __table_args__ = (unique_in_service("token_hash"), Index("ix_referral_drafts_expiry", "tenant_id", "expires_at"))
    grants = EDITED

    token_hash: Mapped[bytes]
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("referral_drafts.answers"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
