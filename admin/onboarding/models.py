"""What bringing a service on needs: preview links and proof that its mail arrives."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import KEPT, ServiceOwned
from concord.database.columns import references, unique_in_service


class PreviewLink(ServiceOwned):
    """A one-use link by which an administrator sees a service that is not live yet."""

    __tablename__ = "preview_links"
    __table_args__ = (unique_in_service("token_hash"),)
    grants = KEPT

    token_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TestMail(ServiceOwned):
    """A test message to the service's manager; the code in it, typed back, proves that it was received."""

    __tablename__ = "test_mails"
    __table_args__ = (references("account_id", "accounts"),)
    grants = KEPT

    account_id: Mapped[UUID]
    code_hash: Mapped[bytes]
    sent_at: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed_at: Mapped[datetime | None]
