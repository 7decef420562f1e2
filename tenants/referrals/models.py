"""Incidents and referrals: one request for one person about one incident (DOMAIN E3)."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, func
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
    """``held`` looked like spam when it came: kept apart, shown to the team, never counted until it is released."""

    NEW = "new"
    HELD = "held"
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
    NOT_A_REFERRAL = "not_a_referral"
    TRANSFERRED = "transferred"


class HeldBecause(StrEnum):
    """What made a referral look like spam."""

    HIDDEN_FIELD = "hidden_field"
    TOO_QUICK = "too_quick"
    TOO_MANY = "too_many"
    LINKS = "links"


class Incident(ServiceOwned):
    """What happened, once, however many people or agencies tell us of it."""

    __tablename__ = "incidents"
    __table_args__ = (check_in("kind", IncidentKind), check_in("reported", ("yes", "no", "unknown")))
    grants = KEPT

    kind: Mapped[str] = mapped_column(default=IncidentKind.UNKNOWN)
    reported: Mapped[str] = mapped_column(default="unknown")  # to the police; it need not be
    summary: Mapped[str] = mapped_column(EncryptedText("incidents.summary"))
    area_code: Mapped[str | None] = mapped_column(ForeignKey("police_areas.code"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Referral(ServiceOwned):
    """One request for one person about one incident, dated when received."""

    __tablename__ = "referrals"
    __table_args__ = (
        references("incident_id", "incidents"), references("person_id", "people"), references("case_id", "cases"),
        references("decided_by", "accounts"), references("released_by", "accounts"),
        unique_in_service("reference"), unique_in_service("submission_key"),
        check_in("person_role", PartyRole), check_in("referrer_kind", ReferrerKind), check_in("source", Source),
        check_in("status", ReferralStatus), check_in("close_reason", CloseReason),
        check_in("person_knows", ("yes", "no", "unknown")), check_in("language", ("en", "cy")),
        check_in("person_agreed", ("yes", "no", "unknown")),
        CheckConstraint("(status = 'accepted') = (case_id IS NOT NULL)", name="accepted_has_case"),
        CheckConstraint("(status = 'closed') = (close_reason IS NOT NULL)", name="closed_has_reason"),
        CheckConstraint("(status IN ('new', 'held')) = (decided_at IS NULL)", name="decided_has_time"),
        check_in("under_18", ("yes", "no", "unknown")), check_in("held_because", HeldBecause),
        CheckConstraint("status <> 'held' OR held_because IS NOT NULL", name="held_has_reason"),
        CheckConstraint("(released_by IS NULL) = (released_at IS NULL)", name="release_whole"),
        CheckConstraint("referrer_email_confirmed_at IS NULL OR referrer_email IS NOT NULL", name="confirmed_is_given"),
        CheckConstraint("NOT outcome_to_referrer OR referrer_email IS NOT NULL", name="outcome_has_address"),
        CheckConstraint("(came_from_id IS NULL) = (came_here_at IS NULL)", name="came_from_whole"),
        Index("ix_referrals_sent_together", "tenant_id", "sent_together"),
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
    agency_reference: Mapped[str | None] = mapped_column(EncryptedText("referrals.agency_reference"))
    referrer_email: Mapped[str | None] = mapped_column(EncryptedText("referrals.referrer_email"))
    referrer_email_confirmed_at: Mapped[datetime | None]  # None: nobody has shown that the address is theirs
    disposal_deadline: Mapped[date | None]  # by when an out-of-court disposal needs an answer
    outcome_to_referrer: Mapped[bool] = mapped_column(default=False)  # the person agreed to it
    sent_together: Mapped[UUID | None]  # the same for all that one professional sent in one go
    under_18: Mapped[str] = mapped_column(default="unknown")
    person_knows: Mapped[str] = mapped_column(default="unknown")
    person_agreed: Mapped[str] = mapped_column(default="unknown")  # to be contacted, as a professional tells us
    agreed_wording: Mapped[str | None]  # the version that whoever wrote was shown; none when nothing was shown
    language: Mapped[str] = mapped_column(default="en")
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())  # since then the person waits
    came_from_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))  # the service that had it before
    came_here_at: Mapped[datetime | None]
    status: Mapped[str] = mapped_column(default=ReferralStatus.NEW)
    close_reason: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[UUID | None]
    held_because: Mapped[str | None]  # kept after a release
    expiry_told_at: Mapped[datetime | None]  # the team was told that what is held will go
    released_at: Mapped[datetime | None]
    released_by: Mapped[UUID | None]
    case_id: Mapped[UUID | None]

    @property
    def here_since(self) -> datetime:
        """From when on this service could do anything about it."""
        return self.came_here_at or self.received_at


class ReferralDraft(ServiceOwned):
    """Answers on their way, kept here and never on the visitor's device; gone within 24 hours."""

    __tablename__ = "referral_drafts"
    __table_args__ = (
        unique_in_service("token_hash"), unique_in_service("code_hash"),
        Index("ix_referral_drafts_expiry", "tenant_id", "expires_at"),
        CheckConstraint("(code_hash IS NULL) = (saved_at IS NULL)", name="saved_whole"),
    )
    grants = EDITED

    token_hash: Mapped[bytes]
    code_hash: Mapped[bytes | None]  # of the code to come back with, once the visitor saved
    saved_at: Mapped[datetime | None]
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("referral_drafts.answers"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]


class ReferralDocument(ServiceOwned):
    """A file that came with a referral, or waits with a draft; ``person_key`` says with whom of the draft's people."""

    __tablename__ = "referral_documents"
    __table_args__ = (
        references("document_id", "documents"), references("referral_id", "referrals"),
        ForeignKeyConstraint(
            ["tenant_id", "draft_id"], ["referral_drafts.tenant_id", "referral_drafts.id"], ondelete="CASCADE"
        ),
        unique_in_service("document_id"),
        CheckConstraint("num_nonnulls(draft_id, referral_id) = 1", name="draft_or_referral"),
        Index("ix_referral_documents_draft", "tenant_id", "draft_id"),
        Index("ix_referral_documents_referral", "tenant_id", "referral_id"),
    )
    grants = EDITED

    document_id: Mapped[UUID]
    draft_id: Mapped[UUID | None]
    person_key: Mapped[str]
    referral_id: Mapped[UUID | None]
