"""Who read the national Welsh texts for a service, and how they stood then."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, ServiceOwned
from concord.database.columns import references


class WelshReview(ServiceOwned):
    """Somebody read the national Welsh texts for this service as they stood then, before Welsh is switched on."""

    __tablename__ = "welsh_reviews"
    __table_args__ = (references("recorded_by", "accounts"),)
    grants = APPENDED

    fingerprint: Mapped[str]
    reviewed_by: Mapped[str]
    reviewed_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.now())
    recorded_by: Mapped[UUID | None]
