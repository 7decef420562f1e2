"""Places to meet in, kept by everybody who plans meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from concord.audit.service import record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.tenancy import scope
from tenants.meetings.models import Venue

SAID_OF = ("name", "address", "safe", "neutral", "accessible", "breakout_room", "risk_assessed_on", "notes")


def venues(*, also_ended: bool = False) -> list[Venue]:
    """By name."""
    statement = select(Venue)
    if not also_ended:
        statement = statement.where(Venue.ended_at.is_(None))
    return sorted(db.session.execute(statement).scalars(), key=lambda venue: venue.name.casefold())


def venue(venue_id: UUID, *, lock: bool = False) -> Venue | None:
    return db.session.get(
        Venue, (scope.current_tenant_id(), venue_id), with_for_update=lock or None, populate_existing=True
    )


def values_of(found: Venue) -> dict[str, Any]:
    """What its form shows."""
    return {name: getattr(found, name) for name in SAID_OF} | {"ended": found.ended_at is not None}


def add_venue(said: Mapping[str, Any]) -> UUID:
    new = Venue(id=uuid7(), **_kept(said))
    db.session.add(new)
    db.session.flush()
    record_act("create", "venue", new.id)
    return new.id


def change_venue(found: Venue, said: Mapping[str, Any]) -> None:
    """What was found out about it counts at once for every plan that names it."""
    for name, value in _kept(said).items():
        setattr(found, name, value)
    ended = bool(said.get("ended"))
    if ended != (found.ended_at is not None):
        found.ended_at = datetime.now(UTC) if ended else None
    db.session.flush()
    record_act("change", "venue", found.id)


def _kept(said: Mapping[str, Any]) -> dict[str, Any]:
    return {name: said[name] or None if name in {"notes", "risk_assessed_on"} else said[name] for name in SAID_OF}
