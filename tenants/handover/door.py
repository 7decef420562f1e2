"""The one door between two services.

A transaction belongs to one service, and row-level security keeps it there. So a parcel crosses in two: the worker
that acts on an event of the sender enters the receiver's scope, hands the parcel to the one function that takes its
kind, and commits there; only then is the event done. If a process dies in between, the parcel is handed over again, and
the taker knows it by its ``crossing_id``. Each crossing leaves a line in the audit trail of either side.

What a taker refuses is `Closed`: a parcel nobody asked for, from a service that is no party to the handover.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from concord.audit.service import record_act
from concord.database import db
from concord.tenancy import scope
from concord.tenancy.models import Kind, Organisation, Status
from tenants.handover.parcels import (
    Answer,
    Arrived,
    Ended,
    JointEnded,
    JointNews,
    JointPackage,
    Offer,
    Package,
    Parcel,
    ReferralPackage,
)

SUBJECT = "handover"
P = TypeVar("P", Offer, Answer, Ended, Package, ReferralPackage, Arrived, JointPackage, JointNews, JointEnded)
_TAKERS: dict[type, Callable[[UUID, Any], None]] = {}


class Closed(Exception):
    """The parcel does not belong here. Nothing is written."""


def takes(kind: type[P]) -> Callable[[Callable[[UUID, P], None]], Callable[[UUID, P], None]]:
    """Register the one function that takes a kind of parcel: it is told which service sent it."""

    def register(take: Callable[[UUID, P], None]) -> Callable[[UUID, P], None]:
        if kind in _TAKERS:
            raise ValueError(f"{kind.__name__} is taken already")
        _TAKERS[kind] = take
        return take

    return register


def pass_on(receiver: UUID, parcel: Parcel) -> None:
    """Hand a parcel of the bound service to another one, which commits before this returns."""
    sender, step = scope.current_tenant_id(), type(parcel).__name__.lower()
    if receiver == sender:
        raise Closed("a service hands nothing to itself")
    record_act("change", SUBJECT, parcel.crossing_id, crossing=step, to=str(receiver))
    with scope.bound_to(receiver):
        organisation = db.session.get(Organisation, receiver)
        if organisation is None or organisation.kind != Kind.SERVICE or organisation.status != Status.LIVE:
            raise Closed("the receiver is no live service")
        _TAKERS[type(parcel)](sender, parcel)
        record_act("change", SUBJECT, parcel.crossing_id, crossing=step, came_from=str(sender))
        db.session.commit()
