"""Reads of the papers of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, true

from concord.database import db
from concord.identity.models import Account
from tenants.casework.record_models import CaseDocument
from tenants.documents.models import Document
from tenants.people.models import ContactPoint, Standing


@dataclass(frozen=True)
class PaperRow:
    """One paper as the team sees it."""

    id: UUID
    name: str
    media_type: str
    scan: str
    audience: str
    party_id: UUID | None
    letter: str | None
    added_at: datetime
    added_by: str | None
    sent_on: date | None
    address_is_safe: bool  # the one that stands on a letter, now


def papers_of(case_id: UUID) -> list[PaperRow]:
    """Newest first."""
    statement = (
        select(
            Document.id, Document.name, Document.media_type, Document.scan, CaseDocument.audience,
            CaseDocument.party_id, CaseDocument.letter, CaseDocument.added_at, Account.name.label("added_by"),
            CaseDocument.sent_on,
            func.coalesce(ContactPoint.standing == Standing.SAFE, true()).label("address_is_safe"),
        )
        .join(CaseDocument, CaseDocument.document_id == Document.id)
        .join(Account, Account.id == CaseDocument.added_by, isouter=True)
        .join(ContactPoint, ContactPoint.id == CaseDocument.addressed_to, isouter=True)
        .where(CaseDocument.case_id == case_id).order_by(CaseDocument.added_at.desc(), CaseDocument.id.desc())
    )
    return [PaperRow(**row) for row in db.session.execute(statement).mappings()]
