"""Files that a professional adds about one person: they belong to the draft, then to that person's referral.

They die with the draft. The link between the two goes with the draft's row by itself; the files do not, so whatever
ends a draft calls `forget` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from flask_babel import ngettext
from sqlalchemy import ColumnElement, and_, delete, select, update

from concord.database import db
from tenants.documents import service as documents
from tenants.documents.kinds import Unsuitable
from tenants.documents.models import Document
from tenants.referrals.models import ReferralDocument, ReferralDraft

MOST = 3


@dataclass(frozen=True)
class Upload:
    """One file as a page shows it."""

    id: UUID
    name: str
    media_type: str
    size: int
    scan: str


def add(draft: ReferralDraft, person: str, name: str, data: bytes) -> None:
    """One more file about one of a draft's people. `Unsuitable` says why not."""
    if len(of_person(draft, person)) >= MOST:
        raise Unsuitable(ngettext("You can add %(num)s file", "You can add %(num)s files for each person", MOST))
    document_id = documents.add(name, data)
    db.session.add(ReferralDocument(document_id=document_id, draft_id=draft.id, person_key=person))
    db.session.flush()


def of_person(draft: ReferralDraft, person: str) -> list[Upload]:
    return _listed(and_(ReferralDocument.draft_id == draft.id, ReferralDocument.person_key == person))


def names(draft: ReferralDraft) -> dict[str, list[str]]:
    """The names of a draft's files, for each person who has some."""
    statement = (
        select(ReferralDocument.person_key, Document.name)
        .join(Document, Document.id == ReferralDocument.document_id)
        .where(ReferralDocument.draft_id == draft.id).order_by(Document.created_at, Document.id)
    )
    found: dict[str, list[str]] = {}
    for row in db.session.execute(statement):
        found.setdefault(row.person_key, []).append(row.name)
    return found


def of_referral(referral_id: UUID) -> list[Upload]:
    return _listed(ReferralDocument.referral_id == referral_id)


def remove(draft: ReferralDraft, person: str, document_id: UUID) -> None:
    """Take one file back; nothing happens when it is not there any more."""
    _destroy(and_(
        ReferralDocument.draft_id == draft.id, ReferralDocument.person_key == person,
        ReferralDocument.document_id == document_id,
    ))


def forget_person(draft: ReferralDraft, person: str) -> None:
    _destroy(and_(ReferralDocument.draft_id == draft.id, ReferralDocument.person_key == person))


def forget(draft_ids: Iterable[UUID]) -> None:
    """These drafts end: so do their files."""
    _destroy(ReferralDocument.draft_id.in_(list(draft_ids)))


def hand_over(draft: ReferralDraft, referrals: Mapping[str, UUID]) -> None:
    """The draft is sent: what was added about each person goes to that person's referral, and to no other."""
    for person, referral_id in referrals.items():
        db.session.execute(
            update(ReferralDocument)
            .where(ReferralDocument.draft_id == draft.id, ReferralDocument.person_key == person)
            .values(draft_id=None, referral_id=referral_id)
        )


def _listed(where: ColumnElement[bool]) -> list[Upload]:
    statement = (
        select(Document.id, Document.name, Document.media_type, Document.size, Document.scan)
        .join(ReferralDocument, ReferralDocument.document_id == Document.id)
        .where(where).order_by(Document.created_at, Document.id)
    )
    return [Upload(*row) for row in db.session.execute(statement)]


def _destroy(where: ColumnElement[bool]) -> None:
    links = delete(ReferralDocument).where(where).returning(ReferralDocument.document_id)
    documents.destroy(db.session.scalars(links).all())
