"""Moves of a case: holds, going back, opening again after years, and what a manager sets aside."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest
from assessing import assess
from cases import Casework, send
from meeting import prepare_all
from sqlalchemy import select

from concord.database import db
from concord.identity.permissions import Role
from concord.tenancy import scope
from concord.web.dates import uk_today
from harness import StaffAccount, page_text
from tenants.casework import facts, guards, policy, reopening
from tenants.casework import service as casework
from tenants.casework.kinds import EventKind, TaskKind
from tenants.casework.models import Case, CaseEvent, CaseParty
from tenants.casework.policy import PartyState, Stage
from tenants.casework.record_models import Task
from tenants.casework.service import OtherPerson, Refused
from tenants.casework.sign_off_models import SignOffKind
from tenants.meetings import service as meetings
from tenants.meetings.queries import open_activity_id
from tenants.people.models import Consent, Purpose
from tenants.referrals.models import PartyRole
from tenants.returns.counting import count
from tenants.returns.period import Quarter


def case_of(case_id: UUID) -> Case:
    return db.session.get_one(Case, (scope.current_tenant_id(), case_id), populate_existing=True)


def review_tasks(case_id: UUID) -> list[Task]:
    statement = select(Task).where(Task.case_id == case_id, Task.kind == TaskKind.HOLD_REVIEW).order_by(Task.id)
    return list(db.session.scalars(statement))


def test_a_hold_has_a_reason_a_day_to_look_again_and_a_task_for_the_lead(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    soon, latest = uk_today() + timedelta(days=7), uk_today() + timedelta(weeks=8)
    with cases.world.inside(cases.service):
        for review_on, sentence in ((None, "look at this case again"), (latest + timedelta(days=1), "at the latest")):
            with pytest.raises(Refused, match=sentence):
                casework.move(case_id, Stage.ON_HOLD, cases.act(), reason="illness", review_on=review_on)
        casework.move(case_id, Stage.ON_HOLD, cases.act(), reason="illness", review_on=soon)
        (task,) = review_tasks(case_id)
        assert (task.owner_id, task.due_on, task.done_at) == (cases.manager.id, soon, None)
        casework.move(case_id, Stage.ON_HOLD, cases.act(), reason="illness", review_on=latest)
        first, second = review_tasks(case_id)
        assert first.done_at is not None
        assert (second.due_on, second.done_at) == (latest, None)
        casework.move(case_id, None, cases.act())
        assert cases.stage(case_id) == Stage.EXPLORING
        assert case_of(case_id).hold_review_on is None
        assert review_tasks(case_id)[1].done_at is not None


@pytest.mark.parametrize("stage", [Stage.SCHEDULED, Stage.IN_PROCESS])
def test_going_back_to_preparing_says_why_and_starts_preparing_afresh(
    cases: Casework, supervisor: StaffAccount, stage: Stage
) -> None:
    case_id = cases.at(stage)
    with cases.world.inside(cases.service):
        cases.approve(case_id, supervisor, SignOffKind.PROCEEDINGS)
        with pytest.raises(Refused, match="in a note why"):
            casework.move(case_id, Stage.PREPARING, cases.act())
        for party in db.session.scalars(select(CaseParty).where(CaseParty.case_id == case_id)):
            party.state = PartyState.READY
        db.session.flush()
        casework.move(case_id, Stage.PREPARING, cases.act(note="The room is gone."))
        states = db.session.scalars(select(CaseParty.state).where(CaseParty.case_id == case_id)).all()
        assert states == [PartyState.CONSENTED] * 2


def test_after_a_stop_everybody_is_talked_with_and_the_risk_is_looked_at_again(cases: Casework) -> None:
    case_id = cases.at(Stage.IN_PROCESS)
    with cases.world.inside(cases.service):
        activity_id = open_activity_id(case_id)
        assert activity_id
        meetings.stop(case_id, activity_id, cases.act())
        assert cases.stage(case_id) == Stage.PREPARING
        asked = ("debriefed", "risk_current")
        assert guards.evaluate(case_id, asked) == dict.fromkeys(asked, False), "what was seen before it does not count"
        yesterday = cases.act(happened_on=uk_today() - timedelta(days=1))
        prepare_all(cases, case_id, yesterday)
        assess(case_id, yesterday)
        assert guards.evaluate(case_id, asked) == dict.fromkeys(asked, False), "nor what is written down late"
        prepare_all(cases, case_id)
        assess(case_id, cases.act())
        assert guards.evaluate(case_id, asked) == dict.fromkeys(asked, True)


def test_a_closed_case_opens_again_with_the_same_reference_and_everything_asked_afresh(cases: Casework) -> None:
    case_id = cases.at(Stage.FOLLOW_UP)
    with cases.world.inside(cases.service):
        cases.satisfy(case_id, Stage.CLOSED)
        casework.move(case_id, Stage.CLOSED, cases.act(note="They shook hands."), reason="completed_direct")
        reference = case_of(case_id).reference
        reopening.reopen(case_id, "harmed_asked", cases.manager.id, cases.act(), conflict=False)
        case = case_of(case_id)
        assert (case.stage, case.episode, case.reference) == (Stage.ALLOCATED, 2, reference)
        assert (case.reopened_on, case.closed_at, case.closure_reason) == (uk_today(), None, None)
        parties = db.session.scalars(select(CaseParty).where(CaseParty.case_id == case_id)).all()
        assert {party.state for party in parties} == {PartyState.NOT_CONTACTED}
        assert {party.preferred_form for party in parties} == {None}
        to_call = select(Task.party_id, Task.owner_id).where(Task.kind == TaskKind.CONTACT, Task.done_at.is_(None))
        harmed = cases.parties(case_id)[PartyRole.HARMED]
        assert [tuple(row) for row in db.session.execute(to_call)] == [(harmed, cases.manager.id)]
        fresh = ("information_given", "written_consent_of_both", "options_explained", "responsibility_accepted",
                 "complexity_set")
        assert not any(guards.evaluate(case_id, fresh).values())
        assert db.session.scalars(select(Consent).where(Consent.purpose == Purpose.TAKE_PART)).all(), "kept"
        for role in PartyRole:
            cases.agree(case_id, role)
        assert guards.evaluate(case_id, ["written_consent_of_both"])["written_consent_of_both"]


def counted(quarter: Quarter) -> Counter[str]:
    return Counter(item.indicator for item in count(quarter).items)


def test_opening_again_is_no_new_referral_and_no_second_start(cases: Casework) -> None:
    case_id = cases.at(Stage.ASSESSING)
    quarter = Quarter.current()
    with cases.world.inside(cases.service):
        before = counted(quarter)
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_declined")
        reopening.reopen(case_id, "responsible_asked", cases.manager.id, cases.act(), conflict=False)
        assert counted(quarter) == before == {"referrals": 1, "cases_initiated": 1}


def test_only_a_closed_case_opens_again_and_its_lead_has_no_conflict(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="not closed"):
            reopening.reopen(case_id, "harmed_asked", cases.manager.id, cases.act(), conflict=False)
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_declined")
        for target in (Stage.ALLOCATED, Stage.EXPLORING, None):
            with pytest.raises(Refused, match="cannot go"):
                casework.move(case_id, target, cases.act(), reason="harmed_asked" if target else None)
        with pytest.raises(Refused, match="conflict of interest"):
            reopening.reopen(case_id, "harmed_asked", cases.manager.id, cases.act(), conflict=True)
        with pytest.raises(Refused, match="not closed"):
            reopening.reopen(case_id, "nonsense", cases.manager.id, cases.act(), conflict=False)


def test_somebody_who_died_stays_so_when_the_case_opens_again(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        gone = cases.parties(case_id)[PartyRole.RESPONSIBLE]
        casework.leave(case_id, gone, PartyState.DECEASED, cases.act())
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="died")
        reopening.reopen(case_id, "harmed_asked", cases.manager.id, cases.act(), conflict=False)
        states = dict(db.session.execute(select(CaseParty.role, CaseParty.state)).all())
        assert states == {PartyRole.HARMED: PartyState.NOT_CONTACTED, PartyRole.RESPONSIBLE: PartyState.DECEASED}


def test_a_move_is_dated_between_the_one_before_it_and_today(cases: Casework) -> None:
    case_id = cases.at(Stage.ASSESSING)
    with cases.world.inside(cases.service):
        for days, sentence in ((-1, "that day or a later one"), (1, "today or in the past")):
            act = cases.act(happened_on=uk_today() + timedelta(days=days))
            with pytest.raises(Refused, match=sentence):
                casework.move(case_id, Stage.PREPARING, act)


def test_a_manager_sets_a_rule_aside_with_words_for_a_case_that_is_not_their_own(
    cases: Casework, supervisor: StaffAccount
) -> None:
    facilitator = cases.world.account(cases.service, Role.FACILITATOR)
    referral_id = cases.refer()
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, facilitator.id, cases.act(), conflict=False)
        cases.speak(case_id)
        cases.settle(case_id)
        words = "They know all about it from their first case."
        by_supervisor = cases.act(actor_id=supervisor.id, role=Role.CASE_SUPERVISOR, note=words)
        for act, sentence in (
            (by_supervisor, "Ask your manager"), (cases.act(), "why the rule is set aside"),
        ):
            with pytest.raises(Refused, match=sentence):
                casework.move(case_id, Stage.EXPLORING, act, override=True)
        casework.move(case_id, Stage.EXPLORING, cases.act(note=words), override=True)
        event = db.session.scalars(select(CaseEvent).where(CaseEvent.kind == EventKind.STAGE_CHANGED)).one()
        assert event.detail["overridden"] == ["information_given"]
        assert event.guards is not None
        assert event.guards["information_given"] is False
    boss = cases.world.sign_in(cases.service, supervisor)
    report = page_text(boss.get("/team/overrides"))
    assert words in report
    assert "Mona Manager" in report
    assert "None in this month" in page_text(boss.get("/team/overrides?month=2020-01"))
    assert boss.get("/team/overrides?month=nonsense").status_code == 404


def test_nobody_sets_a_rule_aside_in_their_own_case_nor_one_that_protects_people(cases: Casework) -> None:
    own = cases.case()
    with cases.world.inside(cases.service):
        cases.speak(own)
        cases.settle(own)
        with pytest.raises(Refused, match="their own case"):
            casework.move(own, Stage.EXPLORING, cases.act(note="Please."), override=True)
    facilitator = cases.world.account(cases.service, Role.FACILITATOR)
    referral_id = cases.refer("Other Example")
    with cases.world.inside(cases.service):
        case_id = casework.accept(referral_id, facilitator.id, cases.act(), conflict=False)
        with pytest.raises(Refused, match="by a way that is safe"):
            casework.move(case_id, Stage.EXPLORING, cases.act(note="Please."), override=True)


# Written out by hand: consent, conflict of interest, safe contact, orders and courts, what a supervisor decides.
PROTECTED: set[str] = {
    "written_consent_of_both", "initiator_agreed", "still_agreed", "confirmed_today", "transfer_agreed",
    "terms_accepted", "no_conflict_of_interest", "safe_route_used", "no_contact_order_cleared",
    "proceedings_do_not_block", "unsuitable_signed_off", "assessment_signed_off", "complex_case_signed_off",
    "no_new_risk", "activity_completed", "lead_level_suffices", "everyone_ready",
}


def test_what_nobody_may_set_aside() -> None:
    assert not policy.OVERRIDABLE & PROTECTED


def test_a_case_is_held_closed_and_opened_again_by_its_pages(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    team, path = cases.world.sign_in(cases.service, cases.manager), f"/team/cases/{case_id}"
    page = send(team, f"{path}/close", reason="harmed_declined")
    assert "Person harmed said no" in page
    assert "Open this case again" in page
    page = send(team, f"{path}/reopen", reason="harmed_asked", conflict="no")
    assert "Opened again: The person harmed asked" in page
    assert "Open this case again" not in page
    override = f"{path}/override"
    cases_word = page_text(team.get(override))
    assert "You may set these aside" in cases_word
    answer = team.submit(override, {"move": "exploring", "note": "Please."})
    assert answer.status_code == 422
    facilitator = cases.world.staff(cases.service, Role.FACILITATOR)
    assert facilitator.get(override).status_code == 403
    assert facilitator.get("/team/overrides").status_code == 403


def test_what_the_law_said_years_ago_is_asked_again_when_a_case_opens_again(cases: Casework) -> None:
    case_id = cases.at(Stage.EXPLORING)
    with cases.world.inside(cases.service):
        cases.know(case_id, ongoing_harm="no")
        casework.move(case_id, Stage.CLOSED, cases.act(), reason="harmed_declined")
        reopening.reopen(case_id, "harmed_asked", cases.manager.id, cases.act(), conflict=False)
        known = facts.read_facts(case_id)
        asked_again = ("proceedings", "no_contact_order", "ongoing_harm")
        assert {name: known[name] for name in asked_again} == dict.fromkeys(asked_again, "unknown")
        assert known["domestic_abuse"] == "no"  # that was so, and stays so


@pytest.mark.parametrize("month", ["0001-01", "9999-12", "2026-13", "1"])
def test_the_report_of_a_month_that_is_none_is_not_found(cases: Casework, month: str) -> None:
    boss = cases.world.staff(cases.service, Role.CASE_SUPERVISOR)
    assert boss.get(f"/team/overrides?month={month}").status_code == 404


def test_who_comes_to_a_case_after_it_is_prepared_is_asked_all_that_everybody_was_before_a_date(
    cases: Casework,
) -> None:
    case_id = cases.at(Stage.PREPARING)
    asked = ("responsibility_accepted", "needs_asked", "options_explained")
    onwards = policy.way_forward(Stage.PREPARING)
    assert onwards is not None
    assert set(asked) <= set(onwards.guards)
    with cases.world.inside(cases.service):
        assert guards.evaluate(case_id, asked) == dict.fromkeys(asked, True)
        casework.add_other_person(case_id, OtherPerson("Lou Example", PartyRole.RESPONSIBLE), cases.act())
        assert guards.evaluate(case_id, asked) == dict.fromkeys(asked, False)
