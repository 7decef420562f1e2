"""What is done by the clock, and when. Each line calls one function of the layers below, service by service.

Every function may run twice without harm: a scheduler that is killed on the way starts again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import time, timedelta

from sqlalchemy import delete, func

from concord.audit import chain
from concord.database import db
from concord.identity import drafts as form_drafts
from concord.identity import throttle
from concord.outbox.models import Lane
from concord.outbox.service import emit
from concord.tenancy.models import Kind, Status
from tenants.agreements import slipping
from tenants.bulk.service import forget_old as forget_imports
from tenants.documents.service import destroy_orphans
from tenants.handover.service import expire as expire_handovers
from tenants.referrals import drafts, held
from tenants.site.visits import counting
from workers.models import ScheduleRun
from workers.times import Rule, daily, every_minute, hourly

EVERYBODY = ((Kind.SERVICE, Kind.NATIONAL), (Status.PREPARING, Status.LIVE, Status.SUSPENDED))
SERVICES = ((Kind.SERVICE,), (Status.PREPARING, Status.LIVE, Status.SUSPENDED))
LIVE_SERVICES = ((Kind.SERVICE,), (Status.LIVE,))
PLATFORM = ((), ())
RUNS_KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Schedule:
    """One thing that is done by the clock, at each of some organisations (or once, for the platform itself)."""

    name: str
    rule: Rule
    at: tuple[Iterable[Kind], Iterable[Status]]
    act: Callable[[], object]


def chain_audit() -> None:
    while chain.extend() == chain.AT_ONCE:
        db.session.commit()


def compute_figures() -> None:
    """The running quarter and the one before are counted again, in the bulk lane."""
    emit("figures.compute", Lane.BULK)


def forget_runs() -> None:
    db.session.execute(delete(ScheduleRun).where(ScheduleRun.due_at < func.now() - RUNS_KEPT))


SCHEDULES = (
    Schedule("audit_chain", every_minute, EVERYBODY, chain_audit),
    Schedule("expired_drafts", hourly(minute=7), SERVICES, drafts.destroy_expired),
    Schedule("form_drafts", daily(time(3, 30)), EVERYBODY, form_drafts.forget),
    Schedule("visit_counts", hourly(minute=12), LIVE_SERVICES, counting.collect),
    Schedule("held_referrals", daily(time(7, 0)), SERVICES, held.look_after),
    Schedule("agreement_items", daily(time(6, 30)), LIVE_SERVICES, slipping.look_after),
    Schedule("handovers", daily(time(6, 30)), SERVICES, expire_handovers),
    Schedule("imports", daily(time(3, 10)), SERVICES, forget_imports),
    Schedule("orphaned_documents", daily(time(3, 20)), SERVICES, destroy_orphans),
    Schedule("figures", daily(time(2, 30)), LIVE_SERVICES, compute_figures),
    Schedule("sign_in_attempts", daily(time(3, 40)), EVERYBODY, throttle.forget),
    Schedule("schedule_runs", daily(time(3, 50)), PLATFORM, forget_runs),
)
