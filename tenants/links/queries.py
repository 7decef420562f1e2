"""Reads of links: what a case has given out, and whether a link still lives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from concord.database import db
from concord.identity.models import Account
from tenants.casework.models import CaseParty
from tenants.links.models import OneUseLink
from tenants.people.models import ContactKind, ContactPoint, Standing, StatedBy

MOST_TRIES = 5


class LinkStatus(StrEnum):
    WAITING = "waiting"
    USED = "used"
    ENDED = "ended"
    TOO_MANY_TRIES = "too_many_tries"
    EXPIRED = "expired"


@dataclass(frozen=True)
class LinkRow:
    """A link as a page for staff shows it; nothing in it opens the link."""

    id: UUID
    party_id: UUID
    purpose: str
    tries: int
    made_by: str
    made_at: datetime
    expires_at: datetime | None
    used_at: datetime | None
    ended_at: datetime | None

    @property
    def status(self) -> LinkStatus:
        if self.used_at:
            return LinkStatus.USED
        if self.ended_at:
            return LinkStatus.ENDED
        if self.tries >= MOST_TRIES:
            return LinkStatus.TOO_MANY_TRIES
        over = self.expires_at is not None and self.expires_at <= datetime.now(UTC)
        return LinkStatus.EXPIRED if over else LinkStatus.WAITING


def lives() -> ColumnElement[bool]:
    """For a where: links that can still be opened."""
    return and_(
        OneUseLink.used_at.is_(None), OneUseLink.ended_at.is_(None), OneUseLink.tries < MOST_TRIES,
        or_(OneUseLink.expires_at.is_(None), OneUseLink.expires_at > func.now()),
    )


def links_of(case_id: UUID) -> list[LinkRow]:
    """What was given out on a case, newest first."""
    statement = (
        select(
            OneUseLink.id, OneUseLink.party_id, OneUseLink.purpose, OneUseLink.tries, Account.name,
            OneUseLink.made_at, OneUseLink.expires_at, OneUseLink.used_at, OneUseLink.ended_at,
        )
        .join(Account, Account.id == OneUseLink.made_by)
        .where(OneUseLink.case_id == case_id).order_by(OneUseLink.made_at.desc(), OneUseLink.id.desc())
    )
    return [LinkRow(*row) for row in db.session.execute(statement)]


def address_for(party_id: UUID) -> UUID | None:
    """An e-mail address that a party told us themselves and may be used; the gate asks again when it sends."""
    statement = (
        select(ContactPoint.id).join(CaseParty, CaseParty.person_id == ContactPoint.person_id)
        .where(
            CaseParty.id == party_id, ContactPoint.kind == ContactKind.EMAIL, ContactPoint.ended_at.is_(None),
            ContactPoint.standing == Standing.SAFE, ContactPoint.stated_by == StatedBy.SELF,
            ContactPoint.clashed_at.is_(None),
        )
        .order_by(ContactPoint.created_at, ContactPoint.id).limit(1)
    )
    return db.session.scalars(statement).one_or_none()
