"""How often the public pages were opened: a number for each page and day, and nothing about anybody."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped

from concord.database import KEPT, ServiceOwned
from concord.database.columns import unique_in_service


class VisitCount(ServiceOwned):
    """Visits to one page on one day."""

    __tablename__ = "visit_counts"
    __table_args__ = (unique_in_service("day", "page"), CheckConstraint("visits > 0", name="visits_positive"))
    grants = KEPT

    day: Mapped[date]
    page: Mapped[str]
    visits: Mapped[int]
