"""What one side gives us for the other: nothing of it goes over before two people have read it (T9)."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references
from tenants.casework.kinds import Audience
from tenants.meetings.policy import ExchangeKind

STEPS = ("read", "checked", "approved", "released", "passed_on")
_WHOLE = " AND ".join(f"({step}_at IS NULL) = ({step}_by IS NULL)" for step in STEPS)
_IN_ORDER = " AND ".join(
    f"({later}_at IS NULL OR {before}_at IS NOT NULL)" for before, later in pairwise(STEPS)
)


class Exchange(ServiceOwned):
    """A letter, message or recording on its way. Each step has its own who and when; the audience widens at release."""

    __tablename__ = "exchanges"
    __table_args__ = (
        references("activity_id", "activities"), references("from_party_id", "case_parties"),
        references("to_party_id", "case_parties"), references("document_id", "documents"),
        references("recorded_by", "accounts"), *(references(f"{step}_by", "accounts") for step in STEPS),
        check_in("kind", ExchangeKind), check_in("audience", Audience),
        CheckConstraint("words IS NOT NULL OR document_id IS NOT NULL", name="has_content"),
        CheckConstraint("from_party_id <> to_party_id", name="to_another"),
        CheckConstraint("checked_by <> read_by", name="two_people"),
        CheckConstraint(_WHOLE, name="steps_whole"),
        CheckConstraint(_IN_ORDER, name="steps_in_order"),
        CheckConstraint("(audience = 'both') = (released_at IS NOT NULL)", name="audience_at_release"),
        Index("ix_exchanges_activity", "tenant_id", "activity_id"),
    )
    grants = KEPT

    activity_id: Mapped[UUID]
    from_party_id: Mapped[UUID]
    to_party_id: Mapped[UUID]
    kind: Mapped[str]
    audience: Mapped[str]  # the side it comes from; both from its release on
    words: Mapped[str | None] = mapped_column(EncryptedText("exchanges.words"))
    document_id: Mapped[UUID | None]
    recorded_by: Mapped[UUID]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    read_at: Mapped[datetime | None]
    read_by: Mapped[UUID | None]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]  # by the sender, as it stands
    approved_by: Mapped[UUID | None]
    released_at: Mapped[datetime | None]
    released_by: Mapped[UUID | None]
    passed_on_at: Mapped[datetime | None]
    passed_on_by: Mapped[UUID | None]
    returned_at: Mapped[datetime | None]  # it goes no further
