"""What happened at a service on given days: rows as the verbs leave them, to be counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from uuid import UUID, uuid4

from rows import insert_row

from concord.database import db
from concord.identity.permissions import Role
from harness import Service, World
from tenants.returns import service as verbs
from tenants.returns.period import Quarter


@dataclass(frozen=True)
class History:
    """One service's past. Each method writes one row and those it needs."""

    world: World
    service: Service

    def referral(self, at: datetime | date, **given: object) -> UUID:
        moment = at if isinstance(at, datetime) else datetime.combine(at, time(12), UTC)
        return self._insert("referrals", received_at=moment, reference=f"TST-{uuid4().hex[:6].upper()}", **given)

    def case(self) -> UUID:
        return self._insert("cases", reference=f"TST-{uuid4().hex[:6].upper()}")

    def stage(self, case_id: UUID, to_stage: str, on: date) -> UUID:
        return self._insert("case_events", case_id=case_id, kind="stage_changed", to_stage=to_stage, happened_on=on)

    def activity(
        self, on: date, form_class: str = "direct", status: str = "completed", case_id: UUID | None = None
    ) -> UUID:
        return self._insert(
            "activities", case_id=case_id or self.case(), form_class=form_class, status=status, happened_on=on,
            began_at=datetime.combine(on, time(12), UTC),
        )

    def quarter(self, quarter: Quarter, *, referrals: int = 0, started: int = 0, **activities: int) -> None:
        """So many of each, on the quarter's first day; activities by class."""
        day = quarter.first_day
        for _ in range(referrals):
            self.referral(day)
        for _ in range(started):
            self.stage(self.case(), "assessing", day)
        for form_class, number in activities.items():
            for _ in range(number):
                self.activity(day, form_class)

    def _insert(self, table: str, **given: object) -> UUID:
        with self.world.inside(self.service):
            return insert_row(db.session.connection(), table, self.service.id, **given)


@dataclass(frozen=True)
class Region:
    """A service that submits quarters of its past, and whose worker publishes them."""

    world: World
    service: Service
    history: History

    def submit(self, quarter: Quarter, *, publish: bool = True, **counts: int) -> UUID:
        """Let so much have happened in a quarter and submit it; returns the return's id."""
        self.history.quarter(quarter, **counts)
        key = (self.service.id, Role.SERVICE_MANAGER)
        if key not in self.world.accounts:
            self.world.accounts[key] = self.world.account(self.service, Role.SERVICE_MANAGER)
        with self.world.inside(self.service):
            return_id: UUID = verbs.submit(quarter, by=self.world.accounts[key].id).id
        if publish:
            self.world.run_outbox(self.service)
        return return_id
