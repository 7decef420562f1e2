"""Reads of handovers: plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from concord.database import db
from concord.tenancy.models import Organisation
from tenants.casework.models import Case
from tenants.casework.visibility import Reader, visible_to
from tenants.handover import policy
from tenants.handover.joint_models import JointCase
from tenants.handover.models import STAYS_HERE, About, Direction, Handover, HandoverRecord, State
from tenants.referrals import visibility
from tenants.referrals.models import Referral


@dataclass(frozen=True)
class HandoverRow:
    """One handover as our side has it."""

    id: UUID
    direction: str
    state: str
    other: str
    about: str
    case_id: UUID | None
    referral_id: UUID | None
    reference: str | None
    why: str
    urgent: bool
    preview: dict[str, str]
    offered_at: datetime
    expires_on: date
    decided_at: datetime | None
    rejection: str | None
    moved_at: datetime | None
    their_role: str | None
    we_lead: bool | None

    @property
    def waits_here(self) -> bool:
        return self.direction == Direction.IN and self.state == State.OFFERED

    @property
    def is_referral(self) -> bool:
        return self.about == About.REFERRAL

    @property
    def stayed_here(self) -> bool:
        """What was offered is still here, although somebody agreed that it goes."""
        return self.direction == Direction.OUT and self.state in STAYS_HERE

    @property
    def can_be_taken_back(self) -> bool:
        return self.direction == Direction.OUT and self.state == State.OFFERED


_ROWS: Select[*tuple[Any, ...]] = (
    select(
        Handover.id, Handover.direction, Handover.state, Organisation.name, Handover.about, Handover.case_id,
        Handover.referral_id, func.coalesce(Case.reference, Referral.reference), Handover.why, Handover.urgent,
        Handover.preview, Handover.offered_at, Handover.expires_on,
        Handover.decided_at, Handover.rejection, Handover.moved_at, Handover.their_role, Handover.we_lead,
    )
    .join(Organisation, Organisation.id == Handover.other_id)
    .join(Case, Case.id == Handover.case_id, isouter=True)
    .join(Referral, Referral.id == Handover.referral_id, isouter=True)
)


def _known_to(reader: Reader) -> ColumnElement[bool]:
    """A handover is as hidden as what it is about."""
    return and_(
        or_(Handover.case_id.is_(None), visible_to(reader)),
        or_(Handover.referral_id.is_(None), visibility.visible_to(reader)),
    )


def handovers(reader: Reader) -> list[HandoverRow]:
    """All of the bound service that this reader may know of, newest first."""
    statement = _ROWS.where(_known_to(reader)).order_by(Handover.offered_at.desc(), Handover.id)
    return [HandoverRow(*row) for row in db.session.execute(statement)]


def handover(handover_id: UUID, reader: Reader) -> HandoverRow | None:
    row = db.session.execute(_ROWS.where(Handover.id == handover_id, _known_to(reader))).one_or_none()
    return HandoverRow(*row) if row else None


def handovers_of(case_id: UUID) -> list[HandoverRow]:
    """Those of one case, newest first."""
    statement = _ROWS.where(Handover.case_id == case_id).order_by(Handover.offered_at.desc())
    return [HandoverRow(*row) for row in db.session.execute(statement)]


def open_handover(case_id: UUID) -> UUID | None:
    """The offer of this case that is not over yet."""
    statement = select(Handover.id).where(
        Handover.case_id == case_id, Handover.direction == Direction.OUT, Handover.state.in_(policy.OPEN)
    )
    return db.session.execute(statement).scalar_one_or_none()


def handovers_of_referral(referral_id: UUID) -> list[HandoverRow]:
    """Those of one referral, newest first."""
    statement = _ROWS.where(Handover.referral_id == referral_id).order_by(Handover.offered_at.desc())
    return [HandoverRow(*row) for row in db.session.execute(statement)]


def open_offer_of(referral_id: UUID) -> UUID | None:
    """The offer of this referral that is not over yet."""
    statement = select(Handover.id).where(
        Handover.referral_id == referral_id, Handover.direction == Direction.OUT, Handover.state.in_(policy.OPEN)
    )
    return db.session.execute(statement).scalar_one_or_none()


def offered_to() -> ColumnElement[str | None]:
    """For a select over ``referrals``: the service to which each is offered, where that is not over yet."""
    statement = (
        select(Organisation.name).join(Handover, Handover.other_id == Organisation.id)
        .where(
            Handover.referral_id == Referral.id, Handover.direction == Direction.OUT, Handover.state.in_(policy.OPEN)
        ).limit(1)
    )
    return statement.correlate(Referral).scalar_subquery()


def came_by(case_id: UUID) -> list[UUID]:
    """The handover with which a case came here, where it did."""
    statement = select(Handover.id).where(Handover.case_id == case_id, Handover.direction == Direction.IN)
    return list(db.session.scalars(statement))


def other_service_of(case_id: UUID) -> UUID | None:
    """The service with which this one works on a case together."""
    statement = select(JointCase.other_id).where(JointCase.case_id == case_id, JointCase.ended_at.is_(None))
    return db.session.execute(statement).scalar_one_or_none()


def records_of(subject_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What the service before wrote about a case or a referral, part by part."""
    statement = (
        select(HandoverRecord.part, HandoverRecord.content)
        .join(Handover, Handover.id == HandoverRecord.handover_id)
        .where(
            or_(Handover.case_id == subject_id, Handover.referral_id == subject_id), Handover.direction == Direction.IN
        )
        .order_by(HandoverRecord.part, HandoverRecord.position)
    )
    parts: dict[str, list[dict[str, Any]]] = {}
    for part, content in db.session.execute(statement):
        parts.setdefault(part, []).append(content)
    return parts
