"""What lists and the search of cases keep: filters with a name, and the words of notes as keyed tokens."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import EDITED, ServiceOwned
from concord.database.columns import EncryptedText, references, unique_in_service


class SavedFilter(ServiceOwned):
    """A list of cases to come back to. ``query`` holds codes and ids of staff only, as `filters.Filters` reads them."""

    __tablename__ = "saved_filters"
    __table_args__ = (
        references("account_id", "accounts"), Index("ix_saved_filters_account", "tenant_id", "account_id"),
    )
    grants = EDITED

    account_id: Mapped[UUID]
    name: Mapped[str] = mapped_column(EncryptedText("saved_filters.name"))
    query: Mapped[str]
    shared: Mapped[bool]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class NoteToken(ServiceOwned):
    """One word of a note, so that the note is found while it stays sealed."""

    __tablename__ = "note_tokens"
    __table_args__ = (
        references("event_id", "case_events"), references("case_id", "cases"), unique_in_service("event_id", "token"),
        Index("ix_note_tokens_token", "tenant_id", "token", "event_id"),
    )
    grants = EDITED

    event_id: Mapped[UUID]
    case_id: Mapped[UUID]
    token: Mapped[bytes]
