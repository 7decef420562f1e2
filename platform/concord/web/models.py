"""Forms that were handled: a form sent twice acts once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, ServiceOwned
from concord.database.columns import unique_in_service


class HandledForm(ServiceOwned):
    """The key of a form that was acted on, and where its answer is."""

    __tablename__ = "handled_forms"
    __table_args__ = (unique_in_service("key"),)
    grants = APPENDED

    key: Mapped[str]
    location: Mapped[str]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
