"""What was assessed, what is done about a risk, and what other agencies said."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, EncryptedText, check_in, references
from tenants.assessments.policy import AGENCIES, AgencyAnswer, AgencyEntryKind, Kind, Rating
from tenants.casework.kinds import Audience


class Assessment(ServiceOwned):
    """One look at one person by one form. A later one stands beside it; nothing is changed."""

    __tablename__ = "assessments"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"),
        references("assessor_id", "accounts"), check_in("kind", Kind), check_in("rating", Rating),
        check_in("suggested", Rating),
        CheckConstraint("(kind = 'risk') = (rating IN ('low', 'medium', 'high'))", name="rating_of_its_kind"),
        CheckConstraint("(kind = 'risk') = (suggested IN ('low', 'medium', 'high'))", name="suggested_of_its_kind"),
        CheckConstraint("rating = suggested OR rating_reason IS NOT NULL", name="other_rating_has_reason"),
        CheckConstraint("review_on > assessed_on", name="review_after_assessment"),
        CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_assessments_party", "tenant_id", "party_id", "kind", "assessed_on", "recorded_at"),
        Index("ix_assessments_case", "tenant_id", "case_id"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]
    kind: Mapped[str]
    form_version: Mapped[str]
    episode: Mapped[int]
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("assessments.answers"))
    suggested: Mapped[str]  # what the answers come to
    rating: Mapped[str]
    rating_reason: Mapped[str | None] = mapped_column(EncryptedText("assessments.rating_reason"))
    assessed_on: Mapped[date]
    review_on: Mapped[date]
    assessor_id: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())


class RiskAction(ServiceOwned):
    """Something done to make a risk smaller, by somebody, by a day."""

    __tablename__ = "risk_actions"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("owner_id", "accounts"),
        references("created_by", "accounts"),
        CheckConstraint("version > 0", name="version_positive"),
        Index("ix_risk_actions_case", "tenant_id", "case_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    party_id: Mapped[UUID | None]
    what: Mapped[str] = mapped_column(EncryptedText("risk_actions.what"))
    high: Mapped[bool]
    owner_id: Mapped[UUID]
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    evidence: Mapped[str | None] = mapped_column(EncryptedText("risk_actions.evidence"))
    created_by: Mapped[UUID]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    version: Mapped[int] = mapped_column(default=1)


class AgencyRecord(ServiceOwned):
    """What another agency was asked, told or met for, and what it said. A later answer stands beside it."""

    __tablename__ = "agency_records"
    __table_args__ = (
        references("case_id", "cases"), references("recorded_by", "accounts"), check_in("agency", AGENCIES),
        check_in("kind", AgencyEntryKind), check_in("answer", AgencyAnswer), check_in("audience", Audience),
        CheckConstraint("(kind = 'approval') = (answer IS NOT NULL)", name="approval_has_answer"),
        CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_agency_records_case", "tenant_id", "case_id", "agency", "happened_on"),
    )
    grants = APPENDED

    case_id: Mapped[UUID]
    episode: Mapped[int]
    agency: Mapped[str]
    kind: Mapped[str]
    answer: Mapped[str | None]
    happened_on: Mapped[date]
    words: Mapped[str | None] = mapped_column(EncryptedText("agency_records.words"))
    audience: Mapped[str] = mapped_column(default=Audience.FACILITATORS)
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
