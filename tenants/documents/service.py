"""The verbs of documents: take a file, look whether it is infected, destroy it.

A file's content is stored before its row is committed, and destroyed by an event after its row is gone: so a row
always leads to its content. What a process leaves in the store when it dies in between, `destroy_orphans` finds.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog
from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import delete, func, select, update

from concord import storage
from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit
from concord.tenancy import scope
from concord.web.security import LARGEST_FILE
from tenants.documents.clamd import Scanner
from tenants.documents.kinds import MEGABYTE, Unsuitable, checked_kind, cleaned_name
from tenants.documents.models import Document, Scan

SHELF = "documents"
SCAN_DUE, DESTROY = "document.scan_due", "document.destroy"
LARGEST_MEGABYTES = LARGEST_FILE
LEFT_ALONE = timedelta(days=1)  # whoever stores a file commits its row long before
log = structlog.get_logger(__name__)


def add(given_name: str, data: bytes, uploaded_by: UUID | None = None) -> UUID:
    """Take a file of the bound service. `Unsuitable` says what is wrong with it."""
    if not data:
        raise Unsuitable(_("This file is empty"))
    if len(data) > LARGEST_MEGABYTES * MEGABYTE:
        raise Unsuitable(_("Choose a file of %(size)s MB or less", size=LARGEST_MEGABYTES))
    name = cleaned_name(given_name)
    kind = checked_kind(name, data)
    document = Document(
        id=uuid7(), name=name, media_type=kind.media_type, size=len(data), uploaded_by=uploaded_by,
        storage_key=storage.put(data, kind.media_type, SHELF),
    )
    db.session.add(document)
    db.session.flush()
    emit(SCAN_DUE, Lane.INTERACTIVE, document_id=document.id)
    return document.id


def destroy(document_ids: Iterable[UUID]) -> None:
    """Nothing of these files is left: their rows go now, their content once this is committed."""
    gone = delete(Document).where(Document.id.in_(list(document_ids))).returning(Document.storage_key)
    for key in db.session.scalars(gone).all():
        emit(DESTROY, Lane.BULK, key=key)


def destroy_content(event: OutboxEvent) -> None:
    """The row is gone; now what was stored goes, too."""
    storage.delete(event.ids["key"])


def scan(event: OutboxEvent) -> None:
    """Ask the scanner, when there is one, about a file that is still here. What is infected is destroyed at once."""
    scanner: Scanner | None = current_app.extensions["concord.scanner"]
    document = db.session.get(Document, (scope.current_tenant_id(), UUID(event.ids["document_id"])))
    if scanner is None or document is None or document.scan != Scan.NOT_SCANNED:
        return
    infected = scanner.is_infected(storage.get(document.storage_key).data)
    verdict = Scan.INFECTED if infected else Scan.CLEAN
    # Not locked while the scanner looks: whoever sent it may take it back at any time.
    db.session.execute(
        update(Document).where(Document.id == document.id, Document.scan == Scan.NOT_SCANNED)
        .values(scan=verdict, scanned_at=func.now())
    )
    if infected:
        log.warning("infected document destroyed", document=str(document.id))
        emit(DESTROY, Lane.SAFETY, key=document.storage_key)


def destroy_orphans(older_than: timedelta = LEFT_ALONE) -> int:
    """Destroy the bound service's stored files that no row leads to; how many there were."""
    stored = storage.keys(SHELF, before=datetime.now(UTC) - older_than)
    known = set(db.session.scalars(select(Document.storage_key).where(Document.storage_key.in_(stored))))
    orphans = [key for key in stored if key not in known]
    for key in orphans:
        storage.delete(key)
    return len(orphans)
