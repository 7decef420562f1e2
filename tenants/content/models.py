"""What a service says in public: each text in versions, and when which version was shown."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import APPENDED, ServiceOwned
from concord.database.columns import check_in, references, unique_in_service
from tenants.registry.texts import TextKind

LANGUAGES = ("en", "cy")


class TextName(NamedTuple):
    """Which text: its kind, its key within the kind, its language."""

    kind: TextKind
    key: str
    language: str = "en"


class TextVersion(ServiceOwned):
    """One wording of a page, question, film, story or figure. Never changed: the next wording is the next version.

    ``default_seen`` is the fingerprint of the national text that it was written from, so that a newer one is noticed.
    ``english_number`` is the English version that a Welsh one says the same as. A Welsh text names who reviewed it.
    """

    __tablename__ = "text_versions"
    __table_args__ = (
        references("created_by", "accounts"), unique_in_service("kind", "key", "language", "number"),
        check_in("kind", TextKind), check_in("language", LANGUAGES),
        CheckConstraint("number > 0", name="number_positive"),
        CheckConstraint("(reviewed_by IS NULL) = (reviewed_on IS NULL)", name="review_whole"),
    )
    grants = APPENDED

    kind: Mapped[str]
    key: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    number: Mapped[int]
    document: Mapped[dict[str, Any]]
    default_seen: Mapped[str | None]
    english_number: Mapped[int | None]
    reviewed_by: Mapped[str | None]
    reviewed_on: Mapped[date | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    created_by: Mapped[UUID | None]


class TextPublication(ServiceOwned):
    """From this moment the version is shown; no number: the national text again, or nothing. The newest counts.

    ``hidden``: not shown at all, although there is a national text.
    """

    __tablename__ = "text_publications"
    __table_args__ = (
        references("published_by", "accounts"),
        ForeignKeyConstraint(
            ["tenant_id", "kind", "key", "language", "number"],
            ["text_versions.tenant_id", "text_versions.kind", "text_versions.key", "text_versions.language",
             "text_versions.number"],
        ),
        check_in("kind", TextKind), check_in("language", LANGUAGES),
        CheckConstraint("NOT hidden OR number IS NULL", name="hidden_shows_none"),
        Index("ix_text_publications_newest", "tenant_id", "kind", "key", "language", "published_at", "id"),
    )
    grants = APPENDED

    kind: Mapped[str]
    key: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    number: Mapped[int | None]
    hidden: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime] = mapped_column(server_default=func.now())
    published_by: Mapped[UUID | None]
