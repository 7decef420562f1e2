"""Organisations and their hosts: the registry. It holds no personal data and stands outside row-level security."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, Registry
from concord.database.columns import check_in, uuid7


class Kind(StrEnum):
    SERVICE = "service"
    NATIONAL = "national"


class Status(StrEnum):
    PREPARING = "preparing"
    LIVE = "live"
    SUSPENDED = "suspended"
    CLOSED = "closed"


class Organisation(Registry):
    """A regional service, or the one national office."""

    __tablename__ = "organisations"
    __table_args__ = (
        check_in("kind", Kind), check_in("status", Status),
        UniqueConstraint("slug"),
        CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,61}[a-z0-9]$'", name="slug_is_host_label"),
    )
    access: ClassVar[dict[str, tuple[str, ...]]] = {
        "concord_app": KEPT, "concord_statistics": ("SELECT",), "concord_national": ("SELECT",)
    }

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)
    slug: Mapped[str] = mapped_column(String(63))
    name: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(Text, default=Kind.SERVICE)
    status: Mapped[str] = mapped_column(Text, default=Status.PREPARING)
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    live_since: Mapped[datetime | None]


class OrganisationHost(Registry):
    """A further domain of an organisation, beside ``<slug>.<base host>``."""

    __tablename__ = "organisation_hosts"

    host: Mapped[str] = mapped_column(String(253), primary_key=True)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
