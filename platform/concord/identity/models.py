"""Accounts and what proves who someone is. An account belongs to one organisation."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Index, func
from sqlalchemy.orm import Mapped, mapped_column

from concord.database import EDITED, KEPT, ServiceOwned
from concord.database.columns import EncryptedJson, EncryptedText, check_in, references, unique_in_service
from concord.identity.permissions import Role


class AccountStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    DISABLED = "disabled"


class Account(ServiceOwned):
    """Someone who signs in. The password and second factor are missing until an invitation is taken up."""

    __tablename__ = "accounts"
    __table_args__ = (
        check_in("role", Role), check_in("status", AccountStatus), unique_in_service("email_folded"),
        CheckConstraint(
            "status <> 'active' OR (password_hash IS NOT NULL AND totp_secret IS NOT NULL)", name="active_has_factors"
        ),
    )
    grants = KEPT

    name: Mapped[str]
    email: Mapped[str]
    email_folded: Mapped[str] = mapped_column(Computed("lower(email)", persisted=True))
    role: Mapped[str]
    status: Mapped[str] = mapped_column(default=AccountStatus.INVITED)
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText("accounts.totp_secret"))
    totp_last_step: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class AccountSession(ServiceOwned):
    """One signed-in browser; only the hash of its token is kept."""

    __tablename__ = "account_sessions"
    __table_args__ = (references("account_id", "accounts"), unique_in_service("token_hash"))
    grants = KEPT

    account_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    second_factor_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class FormDraft(ServiceOwned):
    """A form that was sent after the session had ended, kept for whoever the session belonged to; gone within days."""

    __tablename__ = "form_drafts"
    __table_args__ = (references("account_id", "accounts"), unique_in_service("account_id", "path"))
    grants = EDITED

    account_id: Mapped[UUID]
    path: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(EncryptedJson("form_drafts.answers"))
    saved_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RecoveryCode(ServiceOwned):
    """A code that stands in for the authenticator app once."""

    __tablename__ = "recovery_codes"
    __table_args__ = (references("account_id", "accounts"), unique_in_service("account_id", "code_hash"))

    account_id: Mapped[UUID]
    code_hash: Mapped[bytes]
    used_at: Mapped[datetime | None]


class Invitation(ServiceOwned):
    """A one-use link by which a new account sets its password and second factor."""

    __tablename__ = "invitations"
    __table_args__ = (references("account_id", "accounts"), unique_in_service("token_hash"))
    grants = KEPT

    account_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SignInAttempt(ServiceOwned):
    """A failed attempt, by keyed hash of account or address; counted to slow guessing down."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (Index("ix_sign_in_attempts_subject", "tenant_id", "subject_hash", "at"),)
    grants = EDITED

    subject_hash: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(server_default=func.now())
