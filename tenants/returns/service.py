"""The verbs of a service's quarterly figures: count them, submit them. The only writers of their tables."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from flask_babel import gettext as _
from sqlalchemy import func, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from concord.audit.service import actor_id, record_act
from concord.database import db
from concord.database.columns import uuid7
from concord.outbox.models import Lane, OutboxEvent
from concord.outbox.service import emit
from concord.tenancy import scope
from tenants.returns.counting import Count, count, seal
from tenants.returns.models import FigureDraft, Return, ReturnFigure, ReturnItem
from tenants.returns.period import Quarter


class NotFinishedError(ValueError):
    """A quarter can be submitted when it is over."""


class FiguresChangedError(ValueError):
    """The rows have changed since somebody looked at the figures they now submit."""

    def __init__(self, now: Count) -> None:
        super().__init__(_("The figures changed while this page was open. Look at them again before you submit them."))
        self.now = now


def compute(period: Quarter) -> FigureDraft:
    """Count a quarter and keep the result as its working draft."""
    counted = count(period)
    values = {"rules_version": counted.rules_version, "figures": counted.document, "computed_at": func.now()}
    statement = (
        upsert(FigureDraft).values(period=str(period), **values)
        .on_conflict_do_update(index_elements=["tenant_id", "period"], set_=values).returning(FigureDraft)
    )
    return db.session.execute(statement, execution_options={"populate_existing": True}).scalar_one()


def submit(
    period: Quarter, *, by: UUID | None = None, at: datetime | None = None, seen: str | None = None
) -> Return:
    """Count a finished quarter once more and freeze it; the return already there if it was submitted before.

    ``seen`` is the fingerprint of the figures that the signed-in person (``by``) has before them: when the rows have
    changed since, nothing is submitted. ``at`` is for years that are invented or brought in.
    """
    if not period.is_finished():
        raise NotFinishedError(_("You can submit %(quarter)s once it is over.", quarter=period.label))
    before = return_of(period)
    if before is not None:
        return before
    counted = count(period)
    if seen is not None and seen != counted.fingerprint:
        raise FiguresChangedError(counted)
    signer = by or actor_id()
    if signer is None:
        raise ValueError("somebody submits a return")
    return _freeze(counted, signer, at or datetime.now(UTC))


def return_of(period: Quarter) -> Return | None:
    """What the service submitted for a quarter."""
    return db.session.execute(select(Return).where(Return.period == str(period))).scalar_one_or_none()


def figures_due(event: OutboxEvent) -> None:
    """Act on ``figures.compute``: the quarter that the event names, else the running one and the one before."""
    named = event.ids.get("period")
    current = Quarter.current()
    for period in [Quarter.parse(named)] if named else [current.previous, current]:
        compute(period)


def _freeze(counted: Count, signer: UUID, moment: datetime) -> Return:
    """Write the return; when another request was faster, theirs."""
    return_id = uuid7()
    statement = upsert(Return).values(
        id=return_id, period=str(counted.period), rules_version=counted.rules_version, submitted_by=signer,
        submitted_at=moment, hash=seal(counted.document, scope.current_tenant_id(), signer, moment),
    )
    db.session.execute(statement.on_conflict_do_nothing(index_elements=["tenant_id", "period"]))
    submitted = db.session.execute(select(Return).where(Return.period == str(counted.period))).scalar_one()
    if submitted.id != return_id:
        return submitted
    db.session.execute(insert(ReturnFigure), [
        {"return_id": return_id, "indicator": indicator, "breakdown": breakdown, "value": value}
        for (indicator, breakdown), value in counted.values.items()
    ])
    if counted.items:
        db.session.execute(insert(ReturnItem), [vars(item) | {"return_id": return_id} for item in counted.items])
    record_act("decide", "return", return_id, period=submitted.period, rules_version=submitted.rules_version)
    emit("return.submitted", Lane.INTERACTIVE, return_id=return_id, period=submitted.period)
    return submitted
