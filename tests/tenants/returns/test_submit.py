"""Submitting freezes a quarter: once, with a hash, for good."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest
from history import History
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import ProgrammingError

from concord.audit.models import AuditEntry
from concord.database import db
from concord.database.migrate import owner_connection
from concord.identity.permissions import Role
from concord.outbox.models import OutboxEvent
from concord.outbox.service import handler_for
from harness import Service, World
from tenants.returns import queries
from tenants.returns import service as verbs
from tenants.returns.counting import count
from tenants.returns.models import FigureDraft, Return, ReturnFigure, ReturnItem
from tenants.returns.period import Quarter

LAST = Quarter.current().previous


@pytest.fixture
def signer(world: World, service: Service) -> UUID:
    return world.account(service, Role.SERVICE_MANAGER).id


def submit(world: World, service: Service, signer: UUID, quarter: Quarter = LAST) -> UUID:
    with world.inside(service):
        return verbs.submit(quarter, by=signer).id


def shown(world: World, service: Service, quarter: Quarter = LAST) -> queries.Figures:
    with world.inside(service):
        state = queries.quarter_state(quarter)
        assert state is not None
        figures = queries.figures(state)
        assert figures is not None
        return figures


def test_what_was_counted_is_frozen_with_its_rows_and_an_event(
    world: World, service: Service, history: History, signer: UUID
) -> None:
    history.quarter(LAST, referrals=3, started=2, direct=1)
    return_id = submit(world, service, signer)
    with world.inside(service):
        figures = db.session.execute(select(ReturnFigure.indicator, ReturnFigure.breakdown, ReturnFigure.value))
        assert {row.indicator: row.value for row in figures if row.value} == {
            "referrals": 3, "cases_initiated": 2, "activities": 1,
        }
        assert db.session.scalar(select(func.count()).select_from(ReturnItem)) == 6
        event = db.session.scalars(select(OutboxEvent).where(OutboxEvent.kind == "return.submitted")).one()
        assert event.ids == {"return_id": str(return_id), "period": str(LAST)}
        entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == return_id)).one()
        assert (entry.action, entry.subject_kind) == ("decide", "return")
    assert shown(world, service).unchanged is True


def test_what_happens_later_does_not_change_what_was_submitted(
    world: World, service: Service, history: History, signer: UUID
) -> None:
    history.quarter(LAST, referrals=2)
    submit(world, service, signer)
    history.quarter(LAST, referrals=1)
    with world.inside(service):
        verbs.compute(LAST)
        assert count(LAST).values["referrals", "all"] == 3
    figures = shown(world, service)
    assert figures.values["referrals", "all"] == 2
    assert figures.unchanged is True


def test_submitting_twice_gives_the_same_return(world: World, service: Service, history: History, signer: UUID) -> None:
    history.quarter(LAST, referrals=1)
    first = submit(world, service, signer)
    history.quarter(LAST, referrals=1)
    assert submit(world, service, signer) == first
    with world.inside(service):
        assert db.session.scalar(select(func.count()).select_from(Return)) == 1
        assert db.session.scalar(select(func.count()).select_from(OutboxEvent).where(
            OutboxEvent.kind == "return.submitted")) == 1


def test_submitting_at_the_same_moment_gives_one_return(
    world: World, service: Service, history: History, signer: UUID
) -> None:
    history.quarter(LAST, referrals=1)
    with ThreadPoolExecutor(4) as pool:
        found = {future.result() for future in [pool.submit(submit, world, service, signer) for _ in range(4)]}
    assert len(found) == 1
    assert shown(world, service).unchanged is True


def test_a_quarter_that_is_not_over_cannot_be_submitted(world: World, service: Service, signer: UUID) -> None:
    with world.inside(service), pytest.raises(verbs.NotFinishedError):
        verbs.submit(Quarter.current(), by=signer)


def test_figures_that_changed_since_they_were_seen_are_not_submitted(
    world: World, service: Service, history: History, signer: UUID
) -> None:
    with world.inside(service):
        seen = count(LAST).fingerprint
    history.quarter(LAST, referrals=1)
    with world.inside(service):
        with pytest.raises(verbs.FiguresChangedError) as refusal:
            verbs.submit(LAST, by=signer, seen=seen)
        assert verbs.return_of(LAST) is None
        assert verbs.submit(LAST, by=signer, seen=refusal.value.now.fingerprint).period == str(LAST)


@pytest.mark.parametrize("table", [Return, ReturnFigure, ReturnItem])
def test_the_database_refuses_to_change_or_delete_what_was_submitted(
    world: World, service: Service, history: History, signer: UUID, table: type[Return | ReturnFigure | ReturnItem]
) -> None:
    history.quarter(LAST, referrals=1)
    submit(world, service, signer)
    with world.inside(service):
        for statement in (update(table).values(id=table.id), delete(table)):
            with pytest.raises(ProgrammingError, match="permission denied"):
                db.session.execute(statement)
            db.session.rollback()
        assert db.session.scalars(select(table)).first() is not None


@pytest.mark.parametrize("tampering", [
    "UPDATE return_figures SET value = value + 1 WHERE indicator = 'referrals'",
    "DELETE FROM return_items",
    "UPDATE returns SET submitted_at = submitted_at + interval '1 second'",
    "UPDATE returns SET rules_version = 'other'",
])
def test_a_return_changed_behind_our_back_is_noticed(
    world: World, service: Service, history: History, signer: UUID, tampering: str
) -> None:
    history.quarter(LAST, referrals=2)
    submit(world, service, signer)
    with owner_connection(world.settings) as connection, connection.begin():
        connection.execute(text("SELECT set_config('concord.tenant_id', :id, true)"), {"id": str(service.id)})
        assert connection.execute(text(tampering)).rowcount
    assert shown(world, service).unchanged is False


def test_nobody_submits_without_a_name(world: World, service: Service) -> None:
    with world.inside(service), pytest.raises(ValueError, match="somebody"):
        verbs.submit(LAST)


def test_a_submission_brought_in_keeps_its_own_time(world: World, service: Service, signer: UUID) -> None:
    moment = LAST.ends_at + timedelta(days=3)
    with world.inside(service):
        assert verbs.submit(LAST, by=signer, at=moment).submitted_at == moment
        assert [str(line.period) for line in queries.quarters()] == [str(Quarter.current()), str(LAST)]
    assert shown(world, service).unchanged is True


def test_counting_again_keeps_one_draft_of_a_quarter(world: World, service: Service, history: History) -> None:
    with world.inside(service):
        first = verbs.compute(LAST).computed_at
    history.quarter(LAST, referrals=2)
    with world.inside(service):
        draft = verbs.compute(LAST)
        assert draft.computed_at > first
        assert [row for row in draft.figures["figures"] if row[2]] == [["referrals", "all", 2]]
        assert len(db.session.scalars(select(FigureDraft)).all()) == 1


def test_a_worker_counts_the_quarter_it_is_asked_for_or_the_last_two(world: World, service: Service) -> None:
    for ids, quarters in (({"period": "2026Q1"}, {"2026Q1"}), ({}, {str(LAST), str(Quarter.current())})):
        with world.inside(service):
            db.session.execute(text("UPDATE figure_drafts SET period = '1999Q' || right(period, 1)"))
            handler_for("figures.compute")(OutboxEvent(kind="figures.compute", lane="bulk", ids=ids))
            found = db.session.scalars(select(FigureDraft.period).where(FigureDraft.period > "2000"))
            assert set(found) == quarters
