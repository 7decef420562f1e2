"""The service's figures: a working draft that is recomputed, and returns that are frozen when submitted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, KEPT, ServiceOwned
from concord.database.columns import references, unique_in_service


class FigureDraft(ServiceOwned):
    """The latest computation of one quarter, with the rows behind each figure. Internal; recomputed at will."""

    __tablename__ = "figure_drafts"
    __table_args__ = (unique_in_service("period"), CheckConstraint("period ~ '^[0-9]{4}Q[1-4]$'", name="period_form"))
    grants = KEPT

    period: Mapped[str]
    rules_version: Mapped[str]
    computed_at: Mapped[datetime] = mapped_column(server_default=func.now())
    figures: Mapped[dict[str, Any]]


class Return(ServiceOwned):
    """Submitted figures of one quarter. Nobody may change it: PostgreSQL grants no update."""

    __tablename__ = "returns"
    __table_args__ = (
        unique_in_service("period"), references("submitted_by", "accounts"),
        CheckConstraint("period ~ '^[0-9]{4}Q[1-4]$'", name="period_form"),
    )
    grants = APPENDED
    narrow: ClassVar[dict[str, str]] = {"concord_statistics": "SELECT"}

    period: Mapped[str]
    rules_version: Mapped[str]
    hash: Mapped[str]
    submitted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    submitted_by: Mapped[UUID]


class ReturnFigure(ServiceOwned):
    """One figure of a submitted return; exact, and read across services only by the disclosure gate."""

    __tablename__ = "return_figures"
    __table_args__ = (
        references("return_id", "returns"), unique_in_service("return_id", "indicator", "breakdown"),
        CheckConstraint("value >= 0", name="value_not_negative"),
    )
    grants = APPENDED
    narrow: ClassVar[dict[str, str]] = {"concord_statistics": "SELECT"}

    return_id: Mapped[UUID]
    indicator: Mapped[str]
    breakdown: Mapped[str]
    value: Mapped[int]


class ReturnItem(ServiceOwned):
    """A row behind a figure, so that the service can open what was counted."""

    __tablename__ = "return_items"
    __table_args__ = (references("return_id", "returns"),)
    grants = APPENDED

    return_id: Mapped[UUID]
    indicator: Mapped[str]
    breakdown: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID]
    reference: Mapped[str]
    counted_on: Mapped[date]
