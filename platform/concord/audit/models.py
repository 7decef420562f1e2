"""The audit trail: who read and who changed what. Append-only; chained by hashes one worker adds later."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, ServiceOwned
from concord.database.columns import check_in, references, unique_in_service

ACTIONS = ("read", "create", "change", "decide", "publish", "export", "sign_in", "sign_in_failed", "sign_out")


class AuditEntry(ServiceOwned):
    """One act. ``detail`` holds codes and ids, never a person's data."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        check_in("action", ACTIONS),
        Index("ix_audit_entries_subject", "tenant_id", "subject_kind", "subject_id", "at"),
    )
    grants = APPENDED

    at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    detail: Mapped[dict[str, Any]]
    request_id: Mapped[str | None]


class AuditLink(ServiceOwned):
    """One link of a service's hash chain over its entries."""

    __tablename__ = "audit_links"
    __table_args__ = (
        references("entry_id", "audit_entries"), unique_in_service("sequence"), unique_in_service("entry_id"),
    )
    grants = APPENDED

    sequence: Mapped[int]
    entry_id: Mapped[UUID]
    hash: Mapped[bytes]
