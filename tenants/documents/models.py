"""Files that somebody sent to a service: what each is, where it lies sealed, and whether it was scanned."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import EDITED, ServiceOwned
from concord.database.columns import EncryptedText, check_in, references, unique_in_service


class Scan(StrEnum):
    """Whether a scanner has looked. Without one a file is held as not scanned, and staff are told so."""

    NOT_SCANNED = "not_scanned"
    CLEAN = "clean"
    INFECTED = "infected"


class Document(ServiceOwned):
    """One file. Its content lies in S3 under the service's own key; here is what is known of it."""

    __tablename__ = "documents"
    __table_args__ = (
        references("uploaded_by", "accounts"), unique_in_service("storage_key"), check_in("scan", Scan),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("(scan = 'not_scanned') = (scanned_at IS NULL)", name="scanned_has_time"),
    )
    grants = EDITED

    name: Mapped[str] = mapped_column(EncryptedText("documents.name"))
    media_type: Mapped[str]
    size: Mapped[int]
    storage_key: Mapped[str]
    scan: Mapped[str] = mapped_column(default=Scan.NOT_SCANNED)
    scanned_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    uploaded_by: Mapped[UUID | None]
