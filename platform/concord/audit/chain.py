"""The chain over a service's audit trail: each link holds the hash of the one before and of its entry.

Entries are written without waiting for each other and chained soon after by one worker. Whoever changes, removes or
adds an entry behind the application's back breaks the chain, and `verify` says where.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, insert, select, text

from concord.audit.models import AuditEntry, AuditLink
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope

BEGINNING = bytes(32)
AT_ONCE = 2000
# An entry may be committed this long after a younger one at most: no transaction lives longer.
LATE = timedelta(days=1)
CHAINED_WITHIN = timedelta(hours=1)
CONTENT = (
    AuditEntry.tenant_id, AuditEntry.id, AuditEntry.at, AuditEntry.actor_id, AuditEntry.action,
    AuditEntry.subject_kind, AuditEntry.subject_id, AuditEntry.detail, AuditEntry.request_id,
)
CHAIN = (
    select(AuditLink.sequence, AuditLink.hash, *CONTENT)
    .join(AuditEntry, AuditEntry.id == AuditLink.entry_id).order_by(AuditLink.sequence)
    .execution_options(yield_per=AT_ONCE)
)
UNCHAINED = ~select(AuditLink.id).where(AuditLink.entry_id == AuditEntry.id).exists()


def extend(limit: int = AT_ONCE) -> int:
    """Append the bound service's new entries to its chain, in the caller's transaction. Returns how many."""
    tenant_id = scope.current_tenant_id()
    db.session.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"audit {tenant_id}"})
    newest = select(AuditLink.sequence, AuditLink.entry_id, AuditLink.hash).order_by(AuditLink.sequence.desc()).limit(1)
    last = db.session.execute(newest).one_or_none()
    sequence, previous = (last.sequence, last.hash) if last else (0, BEGINNING)
    fresh = select(*CONTENT).where(UNCHAINED).order_by(AuditEntry.id).limit(limit)
    if last:
        fresh = fresh.where(AuditEntry.id > _earlier(last.entry_id, LATE))
    links = []
    for entry in db.session.execute(fresh):
        sequence, previous = sequence + 1, link_hash(previous, entry)
        links.append(
            {"tenant_id": tenant_id, "id": uuid7(), "sequence": sequence, "entry_id": entry.id, "hash": previous}
        )
    if links:
        db.session.execute(insert(AuditLink), links)
    return len(links)


def verify() -> str | None:
    """Follow the bound service's chain from its beginning; a sentence where it is broken, None when it holds."""
    previous = BEGINNING
    with db.session.execute(CHAIN) as links:
        for expected, link in enumerate(links, start=1):
            if link.sequence != expected:
                return f"link {expected} of the audit chain is missing"
            previous = link_hash(previous, link)
            if link.hash != previous:
                return f"link {expected} of the audit chain does not fit entry {link.id}"
    stray = select(func.count()).select_from(AuditEntry).where(UNCHAINED, AuditEntry.at < func.now() - CHAINED_WITHIN)
    left_out = db.session.execute(stray).scalar_one()
    return f"{left_out} audit entries are not in the chain" if left_out else None


def link_hash(previous: bytes, entry: Row[Any]) -> bytes:
    content = {column.key: _plain(getattr(entry, column.key)) for column in CONTENT}
    written = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(previous + written.encode()).digest()


def _plain(value: Any) -> Any:
    """A value as JSON writes it, in one way only; the moment in UTC, whatever the session's zone."""
    if isinstance(value, UUID):
        return str(value)
    return value.astimezone(UTC).isoformat(timespec="microseconds") if hasattr(value, "astimezone") else value


def _earlier(entry_id: UUID, by: timedelta) -> UUID:
    """The least id that was made so much earlier: the first 48 bits of an id are its moment in milliseconds."""
    moment = (entry_id.int >> 80) - int(by.total_seconds() * 1000)
    return UUID(int=max(moment, 0) << 80)
