"""Write the audit trail. Reads go out on a pool of their own, so that they stay even when the request fails."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from flask import g, has_request_context
from flask_login import current_user
from sqlalchemy import insert

from concord.audit.models import AuditEntry
from concord.database import db
from concord.database.columns import uuid7
from concord.database.engine import audit_engine
from concord.tenancy import scope


def record_read(subject_kind: str, subject_id: UUID | None, **detail: Any) -> None:
    """Somebody looked at a record. Committed at once; if that fails the page fails, too."""
    with audit_engine().begin() as connection:
        connection.execute(insert(AuditEntry).values(**_entry("read", subject_kind, subject_id, detail)))


def record_act(action: str, subject_kind: str, subject_id: UUID | None, **detail: Any) -> None:
    """Somebody changed something: written in the same transaction as the change."""
    db.session.execute(insert(AuditEntry).values(**_entry(action, subject_kind, subject_id, detail)))


def record_acts(action: str, subject_kind: str, subject_ids: Iterable[UUID], **detail: Any) -> None:
    """The same act on many records."""
    if rows := [_entry(action, subject_kind, subject_id, detail) for subject_id in subject_ids]:
        db.session.execute(insert(AuditEntry), rows)


def record_apart(action: str, subject_kind: str, subject_id: UUID | None, **detail: Any) -> None:
    """An act that must stay on record although its request changes nothing, such as a refused sign-in."""
    with audit_engine().begin() as connection:
        connection.execute(insert(AuditEntry).values(**_entry(action, subject_kind, subject_id, detail)))


def _entry(action: str, subject_kind: str, subject_id: UUID | None, detail: dict[str, Any]) -> dict[str, Any]:
    return {
        "tenant_id": scope.current_tenant_id(), "id": uuid7(), "actor_id": actor_id(), "action": action,
        "subject_kind": subject_kind, "subject_id": subject_id, "detail": detail,
        "request_id": g.get("request_id") if has_request_context() else None,
    }


def actor_id() -> UUID | None:
    """The account behind this request; None for the public and for workers."""
    if not has_request_context() or not current_user.is_authenticated:
        return None
    account_id: UUID = current_user.account_id
    return account_id


def own_actor_id() -> UUID | None:
    """The account behind this request if the bound organisation has it, for columns that point to an account.

    An administrator of the national office acts inside a new service, too, without an account there.
    """
    organisation = g.get("organisation") if has_request_context() else None
    return actor_id() if organisation and organisation.id == scope.current_tenant_id() else None
