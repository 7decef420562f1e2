"""Reads of exchanges. Staff alone read these; what the other side may see follows from ``audience``."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from concord.database import db
from concord.identity.models import Account
from tenants.documents.models import Document, Scan
from tenants.meetings.exchange_models import STEPS, Exchange
from tenants.meetings.exchanges import next_step


@dataclass(frozen=True)
class StepTaken:
    step: str
    by: str


@dataclass(frozen=True)
class ExchangeView:
    """One letter, message or recording, with how far it has come."""

    id: UUID
    kind: str
    from_party_id: UUID
    to_party_id: UUID
    audience: str
    words: str | None
    document_id: UUID | None
    infected: bool
    taken: list[StepTaken]
    next: str | None
    returned: bool
    read_by: UUID | None


def exchanges_of(activity_id: UUID) -> list[ExchangeView]:
    """In the order in which they came."""
    statement = (
        select(Exchange, Document.scan).join(Document, Document.id == Exchange.document_id, isouter=True)
        .where(Exchange.activity_id == activity_id).order_by(Exchange.recorded_at, Exchange.id)
    )
    rows = db.session.execute(statement, execution_options={"populate_existing": True}).all()
    names = _names({getattr(row.Exchange, f"{step}_by") for row in rows for step in STEPS} - {None})
    return [_view(row.Exchange, names, infected=row.scan == Scan.INFECTED) for row in rows]


def _names(accounts: set[UUID]) -> dict[UUID, str]:
    if not accounts:
        return {}
    found = db.session.execute(select(Account.id, Account.name).where(Account.id.in_(accounts)))
    return {row.id: row.name for row in found}


def _view(exchange: Exchange, names: dict[UUID, str], *, infected: bool) -> ExchangeView:
    taken = [
        StepTaken(step, names.get(who, "")) for step in STEPS if (who := getattr(exchange, f"{step}_by")) is not None
    ]
    return ExchangeView(
        exchange.id, exchange.kind, exchange.from_party_id, exchange.to_party_id, exchange.audience, exchange.words,
        exchange.document_id, infected, taken, next_step(exchange), exchange.returned_at is not None, exchange.read_by,
    )
