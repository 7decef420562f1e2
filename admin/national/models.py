"""What the national office may see: figures that passed the disclosure gate, and nothing else."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import Registry
from concord.database.columns import check_in, uuid7

SPANS = ("quarter", "year")
STATUSES = ("shown", "suppressed")


class PublishedFigure(Registry):
    """One published figure of one service. Immutable; rounded; hidden where few people stand behind it (DOMAIN C9).

    ``least`` and ``most`` are what the figure tells, shown or hidden: between them lies the true count.
    """

    __tablename__ = "published_figures"
    __table_args__ = (
        UniqueConstraint("period", "span", "organisation_id", "indicator", "breakdown"),
        check_in("span", SPANS), check_in("status", STATUSES),
        CheckConstraint("(status = 'shown') = (value IS NOT NULL)", name="shown_has_value"),
        CheckConstraint("mod(value, 5) = 0", name="value_rounded"),
        CheckConstraint("least >= 0 AND most >= least", name="band_ordered"),
        CheckConstraint("value IS NULL OR (value = 0) = (most = 0)", name="nought_is_exact"),
    )
    access: ClassVar[dict[str, tuple[str, ...]]] = {
        "concord_statistics": ("SELECT", "INSERT"), "concord_national": ("SELECT",)
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    period: Mapped[str]
    span: Mapped[str]
    indicator: Mapped[str]
    breakdown: Mapped[str]
    status: Mapped[str]
    least: Mapped[int]
    most: Mapped[int]
    value: Mapped[int | None]
    denominator: Mapped[int | None]
    rate: Mapped[float | None] = mapped_column(Numeric(10, 1, asdecimal=False))
    rules_version: Mapped[str]
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
