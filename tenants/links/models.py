"""One-use links: by one of them a person answers something without an account, once an agreed word is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import check_in, references, unique_in_service


class LinkPurpose(StrEnum):
    """What a link is for; the feature that answers it registers its page (`tenants.links.purposes`)."""

    AGREEMENT_WORDS = "agreement_words"
    AGREEMENT_DONE = "agreement_done"
    SURVEY = "survey"
    COME_BACK = "come_back"


@dataclass(frozen=True)
class About:
    """Who answers, and about what."""

    case_id: UUID
    party_id: UUID
    subject_id: UUID


class OneUseLink(ServiceOwned):
    """A link for one person. Neither its token nor the agreed word is kept, only what shows that they are right."""

    __tablename__ = "one_use_links"
    __table_args__ = (
        references("case_id", "cases"), references("party_id", "case_parties"), references("made_by", "accounts"),
        unique_in_service("token_hash"), check_in("purpose", LinkPurpose),
        CheckConstraint("tries >= 0", name="tries_not_negative"),
        CheckConstraint("used_at IS NULL OR ended_at IS NULL", name="used_or_ended"),
        Index("ix_one_use_links_case", "tenant_id", "case_id"),
        Index("ix_one_use_links_party", "tenant_id", "party_id"),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    party_id: Mapped[UUID]  # whose audience the page behind it is
    purpose: Mapped[str]
    subject_id: Mapped[UUID]  # what it is about: an agreement, an invitation to a survey, the case
    token_hash: Mapped[bytes]
    word_hash: Mapped[bytes]
    tries: Mapped[int] = mapped_column(default=0)  # wrong words so far
    made_by: Mapped[UUID]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime | None]  # none: it lives as long as its case is kept
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    @property
    def about(self) -> About:
        return About(self.case_id, self.party_id, self.subject_id)
