"""Erasing a case (E2 T20): when its time is over or somebody may have it, by two people, never under a legal hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from cases import Casework
from erasing import DUE, UPHELD, case_of, close, erase, second
from sqlalchemy import select, text, update
from sqlalchemy.exc import ProgrammingError

from concord.database import db
from concord.identity.permissions import PERMISSIONS, Permission, Role
from concord.web.dates import uk_today
from harness import StaffAccount
from tenants.casework import service as casework
from tenants.casework.guards import evaluate
from tenants.casework.models import Case, CaseEvent
from tenants.casework.policy import REOPENING_REASONS, Stage
from tenants.casework.record_models import Task
from tenants.casework.reopening import reopen
from tenants.casework.service import NoSuchCase, Refused
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.sign_offs import request_sign_off
from tenants.people.models import Purpose
from tenants.referrals.models import PartyRole
from tenants.returns.counting import count
from tenants.returns.period import Quarter
from tenants.rights import queries
from tenants.rights import service as rights
from tenants.rights.policy import PERIODS, Kept

APPROVED = SignOffDecision.APPROVED


def closed(cases: Casework, on: date | None = None) -> UUID:
    """A case that was closed, on an earlier day."""
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        close(cases, case_id)
        if on:
            db.session.execute(update(Case).where(Case.id == case_id).values(closed_at=at_noon(on)))
        db.session.commit()
    return case_id


def at_noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)


@dataclass(frozen=True)
class Manager:
    """Whoever reads."""

    account_id: UUID

    def can(self, permission: Permission) -> bool:
        return permission in PERMISSIONS[Role.SERVICE_MANAGER]


# Reason for closing, whether an assessment had begun, the day of closing, and the first day on which it may go.
TIMES = (
    ("harmed_declined", False, date(2024, 2, 9), date(2024, 3, 22)),
    ("unable_to_contact_harmed", False, date(2024, 8, 31), date(2025, 2, 28)),
    ("harmed_declined", True, date(2019, 5, 1), date(2025, 5, 1)),
    ("unsafe", False, date(2019, 5, 1), date(2025, 5, 1)),
    ("harmed_withdrew", True, date(2019, 5, 1), date(2025, 5, 1)),
    ("completed_direct", True, date(2018, 5, 1), date(2025, 5, 1)),
)


def test_how_long_a_case_is_kept_follows_from_what_came_of_it(cases: Casework) -> None:
    """From its day on, and not on the day before."""
    case_id, rule = closed(cases), "retention_due_or_upheld"
    with cases.world.inside(cases.service):
        for reason, assessed, last_day, first_day in TIMES:
            db.session.execute(update(Case).where(Case.id == case_id).values(
                closure_reason=reason, initiated_before=assessed, closed_at=at_noon(last_day)
            ))
            assert queries.floor(case_id).due_on == first_day, reason
            assert evaluate(case_id, [rule], first_day) == {rule: True}
            assert evaluate(case_id, [rule], first_day - timedelta(days=1)) == {rule: False}
            assert [row.id for row in queries.due_cases(Manager(cases.manager.id), 1).rows] == [case_id]


def test_the_clock_begins_again_with_every_contact_and_stops_for_who_wants_it_kept(cases: Casework) -> None:
    case_id = cases.case_of_two()
    with cases.world.inside(cases.service):
        cases.speak(case_id, happened_at=datetime.now(UTC) - timedelta(days=1))
        close(cases, case_id, closed_at=datetime.now(UTC) - timedelta(weeks=7))
        assert queries.floor(case_id).last_contact == uk_today() - timedelta(days=1)
        with pytest.raises(Refused, match="must be kept until"):
            rights.ask(case_id, DUE, cases.act(note="Now."))
    old = closed(cases, on=uk_today() - timedelta(weeks=7))
    with cases.world.inside(cases.service):
        assert queries.floor(old).is_due
        cases.agree(old, PartyRole.HARMED, purpose=Purpose.KEEP_LONGER)
        with pytest.raises(Refused, match="kept for longer"):
            rights.ask(old, DUE, cases.act(note="Now."))
        rights.ask(old, UPHELD, cases.act(note="The other one wants it gone."))


def test_a_case_is_erased_only_when_a_second_person_approves(cases: Casework, officer: StaffAccount) -> None:
    """Neither whoever asks, nor who works on the case, nor an account that may not."""
    case_id = closed(cases)
    supervisor = cases.world.account(cases.service, Role.CASE_SUPERVISOR)
    with cases.world.inside(cases.service):
        assert evaluate(case_id, ["erasing_approved"]) == {"erasing_approved": False}
        with pytest.raises(Refused, match="second person must approve"):
            casework.move(case_id, Stage.ERASED, cases.act())
        with pytest.raises(Refused, match="may not do this"):
            rights.ask(case_id, UPHELD, cases.act(actor_id=supervisor.id, role=Role.CASE_SUPERVISOR, note="Please."))
        asked = rights.ask(case_id, UPHELD, cases.act(note="They wrote to us."))
        for who, sentence in ((cases.act(), "own case"), (
            cases.act(actor_id=supervisor.id, role=Role.CASE_SUPERVISOR), "may not decide"
        )):
            with pytest.raises(Refused, match=sentence):
                rights.decide(case_id, asked, APPROVED, who)
        rights.decide(case_id, asked, SignOffDecision.RETURNED, second(cases, officer, "Ask them once more."))
        assert cases.stage(case_id) == Stage.CLOSED
        task = select(Task.owner_id).where(Task.case_id == case_id, Task.kind == "approval", Task.done_at.is_(None))
        assert db.session.scalars(task).all() == [cases.manager.id]
        erase(cases, case_id, officer)
        assert cases.stage(case_id) == Stage.ERASED
        assert db.session.scalars(select(Task.id).where(Task.done_at.is_(None))).all() == []
        with pytest.raises(Refused, match="details of this case are erased"):
            reopen(case_id, REOPENING_REASONS[0], cases.manager.id, cases.act(), conflict=False)


def test_only_what_was_asked_here_is_decided_here(cases: Casework, officer: StaffAccount) -> None:
    case_id = cases.case()
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="Only a closed case"):
            rights.ask(case_id, UPHELD, cases.act(note="They wrote to us."))
        asked = request_sign_off(case_id, SignOffKind.PLAN, cases.act(note="A plan."))
        with pytest.raises(NoSuchCase):
            rights.decide(case_id, asked, APPROVED, second(cases, officer))


def test_a_legal_hold_keeps_a_case_whatever_was_approved(cases: Casework, officer: StaffAccount) -> None:
    case_id = closed(cases, on=uk_today() - timedelta(weeks=7))
    with cases.world.inside(cases.service):
        asked = rights.ask(case_id, DUE, cases.act(note="Its time is over."))
        with pytest.raises(Refused, match="few words why"):
            rights.hold(case_id, cases.act(), holds=True)
        rights.hold(case_id, cases.act(note="The court asked."), holds=True)
        with pytest.raises(Refused, match="legal hold keeps"), db.session.begin_nested():
            rights.decide(case_id, asked, APPROVED, second(cases, officer))
        assert evaluate(case_id, ["no_legal_hold"]) == {"no_legal_hold": False}
        assert queries.due_cases(Manager(cases.manager.id), 1).rows[0].held
        with pytest.raises(Refused, match="There is a legal hold already"):
            rights.hold(case_id, cases.act(note="Again."), holds=True)
        rights.hold(case_id, cases.act(note="The court is done."), holds=False)
        rights.decide(case_id, asked, APPROVED, second(cases, officer))
        assert cases.stage(case_id) == Stage.ERASED


def test_the_database_lets_nobody_erase_what_two_people_did_not_approve(
    cases: Casework, officer: StaffAccount
) -> None:
    """As the app's own login, with statements of one's own."""
    kept, gone = closed(cases), closed(cases)
    with cases.world.inside(cases.service):
        erase(cases, gone, officer)
        db.session.commit()
    both = {"kept": kept, "gone": gone}
    refused = (
        "UPDATE cases SET stage = 'erased' WHERE id = :kept",
        "UPDATE people SET name = '' WHERE id IN (SELECT person_id FROM case_parties WHERE case_id = :kept)",
        "UPDATE incidents SET summary = '' WHERE id IN (SELECT incident_id FROM cases WHERE id = :kept)",
        "UPDATE case_events SET note = 'other words' WHERE case_id = :gone",
        "UPDATE case_events SET kind = 'note' WHERE case_id = :gone",
        "DELETE FROM case_events WHERE case_id = :gone",
    )
    for statement in refused:
        with cases.world.inside(cases.service), pytest.raises(ProgrammingError):
            db.session.execute(text(statement), {key: both[key] for key in both if f":{key}" in statement})
    with cases.world.inside(cases.service):
        touched = db.session.execute(
            text("UPDATE case_events SET note = '' WHERE case_id = :kept RETURNING id"), {"kept": kept}
        ).all()
        assert touched == []


def test_an_erased_case_counts_as_it_did(cases: Casework, officer: StaffAccount) -> None:
    case_id = cases.at(Stage.FOLLOW_UP)
    quarter = Quarter.containing(uk_today())
    with cases.world.inside(cases.service):
        close(cases, case_id, "harmed_withdrew")
        db.session.flush()
        before, moves = count(quarter), _moves(case_id)
        assert {item.indicator for item in before.items} == {"referrals", "cases_initiated", "activities"}
        erase(cases, case_id, officer)
        assert count(quarter).items == before.items
        assert _moves(case_id)[:-1] == moves
        assert case_of(case_id).closure_reason == "harmed_withdrew"


def _moves(case_id: UUID) -> list[tuple[str, date]]:
    statement = select(CaseEvent.to_stage, CaseEvent.happened_on).where(
        CaseEvent.case_id == case_id, CaseEvent.to_stage.is_not(None)
    ).order_by(CaseEvent.recorded_at, CaseEvent.id)
    return [(str(row.to_stage), row.happened_on) for row in db.session.execute(statement)]


def test_every_way_a_case_can_end_has_a_time() -> None:
    assert set(PERIODS) == set(Kept)
