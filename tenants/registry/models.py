"""The service itself: its profile and its police areas."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, Registry, ServiceOwned
from concord.database.columns import references, unique_in_service


class PoliceArea(Registry):
    """One of the 43 police force areas of England and Wales (DOMAIN B8)."""

    __tablename__ = "police_areas"
    __table_args__ = (UniqueConstraint("name"),)
    access: ClassVar[dict[str, tuple[str, ...]]] = {
        "concord_app": ("SELECT",), "concord_statistics": ("SELECT",), "concord_national": ("SELECT",)
    }

    code: Mapped[str] = mapped_column(String(9), primary_key=True)
    name: Mapped[str]
    region_code: Mapped[str] = mapped_column(String(9))
    region_name: Mapped[str]
    population: Mapped[int | None]


class ServiceArea(Registry):
    """Which service answers for which police area, and since when."""

    __tablename__ = "service_areas"
    __table_args__ = (CheckConstraint("ends_on IS NULL OR ends_on > starts_on", name="ends_after_start"),)
    access: ClassVar[dict[str, tuple[str, ...]]] = {
        "concord_app": ("SELECT", "INSERT", "UPDATE", "DELETE"),
        "concord_statistics": ("SELECT",), "concord_national": ("SELECT",),
    }

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    area_code: Mapped[str] = mapped_column(ForeignKey("police_areas.code"), primary_key=True)
    starts_on: Mapped[date] = mapped_column(primary_key=True)
    ends_on: Mapped[date | None]


class ServiceProfileVersion(ServiceOwned):
    """One version of the service's profile (see `tenants.registry.profile`); the newest counts."""

    __tablename__ = "service_profiles"
    __table_args__ = (
        references("created_by", "accounts"), unique_in_service("version"),
        CheckConstraint("version > 0", name="version_positive"),
    )
    grants = APPENDED

    version: Mapped[int]
    document: Mapped[dict[str, Any]]
    logo_key: Mapped[str | None]
    logo_type: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_by: Mapped[UUID | None]
