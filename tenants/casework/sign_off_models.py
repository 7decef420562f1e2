"""What a second person must approve, and what they answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references


class SignOffKind(StrEnum):
    """What is signed off. A service may need some of them only (DOMAIN A11, D5, E2)."""

    ASSESSMENT = "assessment"
    PLAN = "plan"
    NO_CONTACT_ORDER = "no_contact_order"
    PROCEEDINGS = "proceedings"
    SINGLE_FACILITATOR = "single_facilitator"
    OFFENDER_LED = "offender_led"
    UNSUITABLE = "unsuitable"
    ERASING_DUE = "erasing_due"
    ERASING_UPHELD = "erasing_upheld"


# Of a closed case, with a permission and pages of its own: its time is over, or a person may have it erased (E2 T20).
ERASING = (SignOffKind.ERASING_DUE, SignOffKind.ERASING_UPHELD)


class SignOffDecision(StrEnum):
    APPROVED = "approved"
    RETURNED = "returned"


class SignOff(ServiceOwned):
    """Somebody asks for an approval, and somebody else gives it or sends it back with a comment.

    It lapses when what was signed changes; a later one takes its place.
    """

    __tablename__ = "sign_offs"
    __table_args__ = (
        references("case_id", "cases"), references("requested_by", "accounts"), references("decided_by", "accounts"),
        check_in("kind", SignOffKind), check_in("decision", SignOffDecision),
        CheckConstraint("decided_by <> requested_by", name="two_people"),
        CheckConstraint(
            "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)",
            name="decided_whole",
        ),
        CheckConstraint("decision <> 'returned' OR comment IS NOT NULL", name="returned_has_comment"),
        CheckConstraint("episode > 0", name="episode_positive"),
        Index("ix_sign_offs_case", "tenant_id", "case_id", "kind", "requested_at"),
        Index(
            "ix_sign_offs_waiting", "tenant_id", "requested_at",
            postgresql_where=text("decision IS NULL AND lapsed_at IS NULL"),
        ),
    )
    grants = KEPT

    case_id: Mapped[UUID]
    kind: Mapped[str]
    subject_id: Mapped[UUID | None]  # the assessment or plan it is about, where a case has several
    episode: Mapped[int]
    words: Mapped[str] = mapped_column(EncryptedText("sign_offs.words"))
    requested_by: Mapped[UUID]
    requested_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    decision: Mapped[str | None]
    comment: Mapped[str | None] = mapped_column(EncryptedText("sign_offs.comment"))
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    lapsed_at: Mapped[datetime | None]
