"""What is due by the clock is done once: by one scheduler or two, in time or late, and for one service at a time."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select

from concord.audit.chain import verify
from concord.audit.models import AuditLink
from concord.database import db
from concord.identity import throttle
from concord.identity.models import SignInAttempt
from concord.outbox.models import OutboxEvent
from concord.tenancy import scope
from concord.tenancy.models import Status
from harness import Service, World
from tenants.referrals import drafts
from tenants.referrals.models import ReferralDraft
from workers.models import ScheduleRun
from workers.schedule import Scheduler
from workers.schedules import EVERYBODY, LIVE_SERVICES, PLATFORM, SCHEDULES, SERVICES, Schedule
from workers.times import every_minute, hourly

NOON = datetime(2026, 6, 1, 12, 0, 30, tzinfo=UTC)


class Noted:
    """A schedule that notes at which organisations it acted."""

    def __init__(self, at: object = PLATFORM) -> None:
        self.acted: list[UUID | None] = []
        self.schedule = Schedule(f"test-{uuid4().hex}", every_minute, at, self.act)  # type: ignore[arg-type]  # a constant

    def act(self) -> None:
        self.acted.append(scope.current().tenant_id)


def runs_of(world: World, schedule: Schedule) -> list[datetime]:
    with world.app.app_context(), scope.no_service():
        statement = select(ScheduleRun.due_at).where(ScheduleRun.schedule == schedule.name)
        return sorted(db.session.scalars(statement))


def test_what_is_due_is_done_once(world: World) -> None:
    noted = Noted()
    scheduler = Scheduler(world.app, [noted.schedule])
    for second in (0, 1, 20, 30, 31):
        scheduler.look(NOON + timedelta(seconds=second))
    assert len(noted.acted) == 2
    Scheduler(world.app, [noted.schedule]).look(NOON)
    assert len(noted.acted) == 2
    assert len(runs_of(world, noted.schedule)) == 2


def test_what_came_due_while_none_ran_is_caught_up_once(world: World) -> None:
    noted = Noted()
    Scheduler(world.app, [noted.schedule]).look(NOON)
    Scheduler(world.app, [noted.schedule]).look(NOON + timedelta(hours=7))
    assert len(noted.acted) == 2


def test_two_schedulers_never_do_the_same(world: World) -> None:
    noted = Noted()
    schedulers = [Scheduler(world.app, [noted.schedule]) for _ in range(4)]
    barrier = Barrier(len(schedulers))

    def look(scheduler: Scheduler) -> None:
        for minute in range(5):
            barrier.wait(10)
            scheduler.look(NOON + timedelta(minutes=minute))

    threads = [Thread(target=look, args=(scheduler,)) for scheduler in schedulers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(noted.acted) == 5
    assert len(runs_of(world, noted.schedule)) == 5


def test_a_scheduler_that_died_on_the_way_leaves_the_work_to_do(world: World) -> None:
    class Killed(BaseException):
        pass

    noted = Noted()

    def die() -> None:
        noted.act()
        raise Killed

    dying = Schedule(noted.schedule.name, every_minute, PLATFORM, die)
    with pytest.raises(Killed):
        Scheduler(world.app, [dying]).look(NOON)
    assert runs_of(world, noted.schedule) == []
    Scheduler(world.app, [noted.schedule]).look(NOON)
    assert len(noted.acted) == 2


def test_a_fault_at_one_service_leaves_out_no_other(world: World, service: Service, other_service: Service) -> None:
    noted = Noted(LIVE_SERVICES)

    def fail_at_one() -> None:
        noted.act()
        if scope.current_tenant_id() == service.id:
            raise RuntimeError
        db.session.add(ReferralDraft(token_hash=uuid4().bytes, answers={}, expires_at=func.now()))

    Scheduler(world.app, [Schedule(noted.schedule.name, every_minute, LIVE_SERVICES, fail_at_one)]).look(NOON)
    assert {service.id, other_service.id} <= set(noted.acted)
    assert max(Counter(noted.acted).values()) == 1
    counts = []
    for one in (service, other_service):
        with world.inside(one):
            counts.append(db.session.scalar(select(func.count()).select_from(ReferralDraft)))
    assert counts == [0, 1]
    assert len(runs_of(world, noted.schedule)) == 1


def test_each_is_done_at_the_organisations_it_is_for(world: World, make_service: object, national: Service) -> None:
    made = {status: make_service(status=status).id for status in Status}  # type: ignore[operator]  # a fixture
    expected = {
        EVERYBODY: {made[Status.LIVE], made[Status.PREPARING], made[Status.SUSPENDED], national.id},
        SERVICES: {made[Status.LIVE], made[Status.PREPARING], made[Status.SUSPENDED]},
        LIVE_SERVICES: {made[Status.LIVE]},
        PLATFORM: set(),
    }
    for at, ids in expected.items():
        noted = Noted(at)
        Scheduler(world.app, [noted.schedule]).look(NOON)
        assert set(noted.acted) & {*made.values(), national.id} == ids


def test_the_chores_of_the_platform(world: World, service: Service, national: Service) -> None:
    """Everything on the list is done as by the clock, and shows."""
    with world.inside(service):
        old, young = drafts.begin(), drafts.begin()
        drafts.find(old).expires_at = func.now() - timedelta(hours=1)  # type: ignore[union-attr]  # it is there
        for age in (throttle.FORGOTTEN_AFTER * 2, timedelta()):
            db.session.add(SignInAttempt(subject_hash=uuid4().bytes, at=func.now() - age))
    with world.app.app_context(), scope.no_service():
        db.session.execute(delete(ScheduleRun))
        db.session.add(ScheduleRun(schedule="old", due_at=func.now() - timedelta(days=40)))
        db.session.commit()
    Scheduler(world.app, SCHEDULES).look()
    with world.inside(service):
        assert drafts.find(young)
        assert db.session.scalar(select(func.count()).select_from(ReferralDraft)) == 1
        assert db.session.scalar(select(func.count()).select_from(SignInAttempt)) == 1
        assert "figures.compute" in set(db.session.scalars(select(OutboxEvent.kind)))
        assert db.session.scalars(select(AuditLink.id)).first()
        assert verify() is None
    with world.inside(national):
        assert verify() is None
    with world.app.app_context(), scope.no_service():
        assert not db.session.scalars(select(ScheduleRun.id).where(ScheduleRun.schedule == "old")).all()


def test_names_on_the_list_are_unique() -> None:
    assert len({schedule.name for schedule in SCHEDULES}) == len(SCHEDULES)
    assert any(schedule.rule(NOON) == hourly(7)(NOON) for schedule in SCHEDULES)
