"""Reads of handovers: plain rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from concord.database import db
from concord.tenancy.models import Organisation
from tenants.casework.models import Case
from tenants.casework.queries import Reader, visible_to
from tenants.handover import policy
from tenants.handover.joint_models import JointCase
from tenants.handover.models import Direction, Handover, HandoverRecord, State


@dataclass(frozen=True)
class HandoverRow:
    """One handover as our side has it."""

    id: UUID
    direction: str
    state: str
    other: str
    case_id: UUID | None
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
    def can_be_taken_back(self) -> bool:
        return self.direction == Direction.OUT and self.state == State.OFFERED


_ROWS = (
    select(
        Handover.id, Handover.direction, Handover.state, Organisation.name, Handover.case_id, Case.reference,
        Handover.why, Handover.urgent, Handover.preview, Handover.offered_at, Handover.expires_on,
        Handover.decided_at, Handover.rejection, Handover.moved_at, Handover.their_role, Handover.we_lead,
    )
    .join(Organisation, Organisation.id == Handover.other_id)
    .join(Case, Case.id == Handover.case_id, isouter=True)
)


def _known_to(reader: Reader) -> ColumnElement[bool]:
    """A handover is as hidden as the case that it is about."""
    return or_(Handover.case_id.is_(None), visible_to(reader))


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


def other_service_of(case_id: UUID) -> UUID | None:
    """The service with which this one works on a case together."""
    return db.session.execute(select(JointCase.other_id).where(JointCase.case_id == case_id)).scalar_one_or_none()


def records_of(case_id: UUID) -> dict[str, list[dict[str, Any]]]:
    """What the service before wrote about a case, part by part."""
    statement = (
        select(HandoverRecord.part, HandoverRecord.content)
        .join(Handover, Handover.id == HandoverRecord.handover_id)
        .where(Handover.case_id == case_id, Handover.direction == Direction.IN)
        .order_by(HandoverRecord.part, HandoverRecord.position)
    )
    parts: dict[str, list[dict[str, Any]]] = {}
    for part, content in db.session.execute(statement):
        parts.setdefault(part, []).append(content)
    return parts
