"""What assessments, levels and other agencies demand of a case's moves: each refuses, and lets through."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from assessing import assess, qualify
from cases import Casework

from concord.database import db
from concord.identity.permissions import Role
from concord.web.dates import uk_today
from harness import page_text
from tenants.assessments import service
from tenants.assessments.policy import AgencyAnswer, AgencyEntryKind, Kind, Rating
from tenants.assessments.service import AgencyEntry, Plan
from tenants.casework import service as casework
from tenants.casework.facts import facts_of
from tenants.casework.guards import evaluate
from tenants.casework.kinds import Complexity, EventKind
from tenants.casework.models import Case, CaseEvent
from tenants.casework.policy import PartyState, Stage
from tenants.casework.sign_off_models import SignOffDecision, SignOffKind
from tenants.casework.sign_offs import decide_sign_off, request_sign_off
from tenants.people.service import Refused
from tenants.practice.models import Level
from tenants.referrals.models import PartyRole


@pytest.fixture
def case_id(cases: Casework) -> UUID:
    return cases.case_of_two()


def holds(case_id: UUID, name: str) -> bool:
    return evaluate(case_id, [name])[name]



def sensitive(cases: Casework, case_id: UUID) -> None:
    service.classify(case_id, Complexity.SENSITIVE_COMPLEX, cases.act(), against=False)


def approve(cases: Casework, case_id: UUID, kind: SignOffKind, supervisor: UUID) -> None:
    sign_off = request_sign_off(case_id, kind, cases.act(note="Please look"))
    act = cases.act(actor_id=supervisor, role=Role.CASE_SUPERVISOR)
    decide_sign_off(case_id, sign_off, SignOffDecision.APPROVED, act)


def arranged(cases: Casework, case_id: UUID) -> None:
    """The case came to having a date just now, however it got there."""
    db.session.add(CaseEvent(
        case_id=case_id, kind=EventKind.STAGE_CHANGED, from_stage=Stage.PREPARING, to_stage=Stage.SCHEDULED,
        happened_on=uk_today(), episode=1, actor_id=cases.manager.id,
    ))
    db.session.flush()


def test_each_person_needs_all_three_and_none_older_than_28_days(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        harmed, responsible = cases.parties(case_id)[PartyRole.HARMED], cases.parties(case_id)[PartyRole.RESPONSIBLE]
        assess(case_id, cases.act(), harmed)
        assess(case_id, cases.act(), responsible, (Kind.ELIGIBILITY, Kind.SUITABILITY))
        assert not holds(case_id, "assessments_complete")
        assess(case_id, cases.act(), responsible, (Kind.RISK,), on=uk_today() - timedelta(days=29))
        assert not holds(case_id, "assessments_complete")
        assess(case_id, cases.act(), responsible, (Kind.RISK,), on=uk_today() - timedelta(days=28))
        assert holds(case_id, "assessments_complete")


def test_nobody_is_asked_for_who_has_left(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act(), cases.parties(case_id)[PartyRole.HARMED])
        casework.leave(case_id, cases.parties(case_id)[PartyRole.RESPONSIBLE], PartyState.DECEASED, cases.act())
        assert holds(case_id, "assessments_complete")


def test_assessments_of_an_earlier_episode_do_not_count(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act())
        db.session.get_one(Case, (cases.service.id, case_id)).episode = 2
        db.session.flush()
        assert not holds(case_id, "assessments_complete")
        assert not holds(case_id, "risk_current")


@pytest.mark.parametrize(("kind", "answer"), [
    (Kind.ELIGIBILITY, {"free": "no"}), (Kind.ELIGIBILITY, {"law": "unknown"}), (Kind.SUITABILITY, {"able": "no"}),
])
def test_who_is_not_suitable_stops_the_case_until_found_to_be(
    cases: Casework, case_id: UUID, kind: Kind, answer: dict[str, Any]
) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act())
        assert holds(case_id, "found_suitable")
        assess(case_id, cases.act(), cases.parties(case_id)[PartyRole.HARMED], (kind,), **answer)
        assert holds(case_id, "assessments_complete")
        assert not holds(case_id, "found_suitable")
        assess(case_id, cases.act(), cases.parties(case_id)[PartyRole.HARMED], (kind,), rating=Rating.YES, **answer)
        assert holds(case_id, "found_suitable")


def test_an_old_assessment_written_down_late_does_not_replace_a_newer_one(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act(), kinds=(Kind.ELIGIBILITY,), free="no")
        assess(case_id, cases.act(), kinds=(Kind.ELIGIBILITY,), on=uk_today() - timedelta(days=3))
        assert not holds(case_id, "found_suitable")


def test_a_high_risk_waits_for_a_supervisor_and_a_worse_one_for_another_approval(
    cases: Casework, case_id: UUID
) -> None:
    supervisor = cases.world.account(cases.service, Role.CASE_SUPERVISOR)
    with cases.world.inside(cases.service):
        assess(case_id, cases.act())
        assert holds(case_id, "assessment_signed_off")
        harmed = cases.parties(case_id)[PartyRole.HARMED]
        assess(case_id, cases.act(), harmed, (Kind.RISK,), control="yes")
        assert not holds(case_id, "assessment_signed_off")
        approve(cases, case_id, SignOffKind.ASSESSMENT, supervisor.id)
        assert holds(case_id, "assessment_signed_off")
        assess(case_id, cases.act(), harmed, (Kind.RISK,), control="yes")
        assert holds(case_id, "assessment_signed_off"), "the same again needs no new approval"
        assess(case_id, cases.act(), cases.parties(case_id)[PartyRole.RESPONSIBLE], (Kind.RISK,), control="yes")
        assert not holds(case_id, "assessment_signed_off")


def test_a_date_needs_a_look_at_the_risk_of_14_days_and_no_open_action_on_a_high_one(
    cases: Casework, case_id: UUID
) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act(), on=uk_today() - timedelta(days=15))
        assert holds(case_id, "assessments_complete")
        assert not holds(case_id, "risk_current")
        assess(case_id, cases.act(), kinds=(Kind.RISK,), on=uk_today() - timedelta(days=14))
        assert holds(case_id, "risk_current")
        plan = Plan(what="Two rooms", owner_id=cases.manager.id, due_on=uk_today(), high=False)
        service.plan_action(case_id, None, plan, cases.act())
        assert holds(case_id, "risk_current"), "only a high one keeps the case"
        action = service.plan_action(case_id, None, Plan(**{**plan.__dict__, "high": True}), cases.act())
        assert not holds(case_id, "risk_current")
        with pytest.raises(Refused, match="how we know"):
            service.finish_action(case_id, action, None, cases.act())
        service.finish_action(case_id, action, "Seen both rooms", cases.act())
        assert holds(case_id, "risk_current")


def test_an_action_is_given_only_to_somebody_who_can_see_the_case(cases: Casework, case_id: UUID) -> None:
    volunteer = cases.world.account(cases.service, Role.VOLUNTEER_FACILITATOR, name="Vera Volunteer")
    plan = Plan(what="Two rooms", owner_id=volunteer.id, due_on=uk_today(), high=False)
    page = cases.world.sign_in(cases.service, cases.manager).get(f"/team/cases/{case_id}/risk-action")
    assert "Mona Manager" in page_text(page)
    assert "Vera Volunteer" not in page_text(page)
    with cases.world.inside(cases.service):
        with pytest.raises(Refused, match="can see this case"):
            service.plan_action(case_id, None, plan, cases.act())
        casework.add_member(case_id, volunteer.id, cases.act())
        service.plan_action(case_id, None, plan, cases.act())


def test_on_the_day_no_risk_may_be_higher_than_when_the_date_was_arranged(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act(), to_them="medium")
        arranged(cases, case_id)
        assess(case_id, cases.act(), kinds=(Kind.RISK,), to_them="medium")
        assert holds(case_id, "no_new_risk")
        assess(case_id, cases.act(), kinds=(Kind.RISK,), to_them="high")
        assert not holds(case_id, "no_new_risk")
        arranged(cases, case_id)
        assert holds(case_id, "no_new_risk"), "a new date was arranged in the knowledge of it"
        plan = Plan(what="Two rooms", owner_id=cases.manager.id, due_on=uk_today(), high=True)
        action = service.plan_action(case_id, None, plan, cases.act())
        assert not holds(case_id, "no_new_risk")
        service.finish_action(case_id, action, "Seen", cases.act())
        assert holds(case_id, "no_new_risk")


def test_after_a_hold_the_risk_is_looked_at_again_when_it_is_older_than_28_days(
    cases: Casework, case_id: UUID
) -> None:
    with cases.world.inside(cases.service):
        assert holds(case_id, "risk_not_outdated"), "nothing was assessed before"
        assess(case_id, cases.act(), kinds=(Kind.RISK,), on=uk_today() - timedelta(days=29))
        assert not holds(case_id, "risk_not_outdated")
        assess(case_id, cases.act(), kinds=(Kind.RISK,))
        assert holds(case_id, "risk_not_outdated")


def test_who_leads_has_the_level_that_the_case_needs(cases: Casework, case_id: UUID) -> None:
    lead = cases.world.account(cases.service, Role.FACILITATOR)
    with cases.world.inside(cases.service):
        casework.change_lead(case_id, lead.id, cases.act(), conflict=False)
        assert not holds(case_id, "lead_level_suffices"), "no level is written down"
        qualify(lead.id, Level.FOUNDATION)
        assert not holds(case_id, "lead_level_suffices")
        qualify(lead.id, Level.INTERMEDIATE, since=uk_today() - timedelta(days=50))
        assert holds(case_id, "lead_level_suffices")
        sensitive(cases, case_id)
        assert not holds(case_id, "lead_level_suffices")
        qualify(lead.id, Level.ADVANCED, since=uk_today())
        assert holds(case_id, "lead_level_suffices")


def test_a_sensitive_case_needs_a_second_facilitator_of_some_experience(cases: Casework, case_id: UUID) -> None:
    second = cases.world.account(cases.service, Role.FACILITATOR)
    with cases.world.inside(cases.service):
        assert holds(case_id, "second_facilitator_suffices")
        sensitive(cases, case_id)
        qualify(second.id, Level.FOUNDATION)
        service.choose_second(case_id, second.id, cases.act())
        assert not holds(case_id, "second_facilitator_suffices")
        qualify(second.id, Level.INTERMEDIATE, since=uk_today())
        assert holds(case_id, "second_facilitator_suffices")


def test_the_plan_of_a_sensitive_case_waits_for_a_supervisor(cases: Casework, case_id: UUID) -> None:
    supervisor = cases.world.account(cases.service, Role.CASE_SUPERVISOR)
    with cases.world.inside(cases.service):
        assert holds(case_id, "complex_case_signed_off")
        sensitive(cases, case_id)
        assert not holds(case_id, "complex_case_signed_off")
        approve(cases, case_id, SignOffKind.PLAN, supervisor.id)
        assert holds(case_id, "complex_case_signed_off")


def test_another_agency_that_was_asked_must_have_agreed_last(cases: Casework, case_id: UUID) -> None:
    def asked(agency: str, answer: AgencyAnswer, days: int) -> None:
        entry = AgencyEntry(agency, AgencyEntryKind.APPROVAL, answer)
        service.record_agency(case_id, entry, cases.act(happened_on=uk_today() - timedelta(days=days)))

    with cases.world.inside(cases.service):
        assert holds(case_id, "agency_approvals_recorded")
        asked("prison", AgencyAnswer.YES, 1)
        assert holds(case_id, "agency_approvals_recorded")
        asked("probation", AgencyAnswer.WAITING, 2)
        assert not holds(case_id, "agency_approvals_recorded")
        asked("probation", AgencyAnswer.YES, 1)
        assert holds(case_id, "agency_approvals_recorded")
        asked("probation", AgencyAnswer.NO, 3)
        assert holds(case_id, "agency_approvals_recorded"), "what was written down late was said before"
        asked("probation", AgencyAnswer.NO, 0)
        assert not holds(case_id, "agency_approvals_recorded")


@pytest.mark.parametrize(("stage", "agency"), [("custody", "prison"), ("community_sentence", "probation")])
def test_who_holds_or_supervises_somebody_must_have_agreed(
    cases: Casework, case_id: UUID, stage: str, agency: str
) -> None:
    with cases.world.inside(cases.service):
        facts_of(case_id).justice_stage = stage
        db.session.flush()
        assert not holds(case_id, "agency_approvals_recorded")
        entry = AgencyEntry(agency, AgencyEntryKind.APPROVAL, AgencyAnswer.YES)
        service.record_agency(case_id, entry, cases.act())
        assert holds(case_id, "agency_approvals_recorded")


def test_a_sensitive_case_has_other_agencies_on_record(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        sensitive(cases, case_id)
        assert not holds(case_id, "agency_approvals_recorded")
        service.record_agency(case_id, AgencyEntry("police", AgencyEntryKind.MEETING), cases.act())
        assert holds(case_id, "agency_approvals_recorded")


def test_a_move_of_an_earlier_day_is_judged_by_what_was_so_on_that_day(cases: Casework, case_id: UUID) -> None:
    with cases.world.inside(cases.service):
        assess(case_id, cases.act())
        qualify(cases.manager.id, Level.ADVANCED, since=uk_today())
        names, before = ("assessments_complete", "lead_level_suffices"), uk_today() - timedelta(days=1)
        assert set(evaluate(case_id, names).values()) == {True}
        assert set(evaluate(case_id, names, before).values()) == {False}
