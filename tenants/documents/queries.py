"""Reads of documents."""

from __future__ import annotations

from uuid import UUID

from concord import storage
from concord.database import db
from concord.tenancy import scope
from tenants.documents.models import Document, Scan


def content_of(document_id: UUID) -> bytes | None:
    """What stands in a file; None when there is no such file, or an infected one."""
    document = db.session.get(Document, (scope.current_tenant_id(), document_id))
    if document is None or document.scan == Scan.INFECTED:
        return None
    return storage.get(document.storage_key).data
