"""Every named rule of the database is broken once, and PostgreSQL says which."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from flask import Flask
from rows import insert_row, parents, service_tables
from sqlalchemy import CheckConstraint, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError

from concord.database import METADATA, db
from concord.database.columns import uuid7
from concord.tenancy import scope
from harness import Service

COMPUTED_FROM = {"email_folded": "email"}
SAME = uuid7()
LATER = "2026-02-01T00:00:00Z"
SOMEBODY = uuid7()
DECIDED = {"decision": "approved", "decided_at": LATER, "decided_by": SOMEBODY}
# How to break each check that is not a list of known values.
BREAKING: dict[str, dict[str, Any]] = {
    "ck_agreements_episode_positive": {"episode": 0},
    "ck_agreement_items_accepted_by_both": {"status": "agreed"},
    "ck_agreement_items_status_known": {
        "status": "nonsense", "accepted_harmed_at": LATER, "accepted_responsible_at": LATER,
    },
    "ck_agreement_items_amount_positive": {"amount_pence": 0},
    "ck_agreement_items_told_whole": {"harmed_told_on": "2026-02-01"},
    "ck_agreement_items_version_positive": {"version": 0},
    "ck_agreement_payments_amount_positive": {"amount_pence": 0},
    "ck_follow_ups_counts_not_negative": {"attempts": -1},
    "ck_follow_ups_done_has_outcome": {"done_on": "2026-02-01"},
    "ck_one_use_links_tries_not_negative": {"tries": -1},
    "ck_one_use_links_used_or_ended": {"used_at": LATER, "ended_at": LATER},
    "ck_survey_answers_answers_in_range": {"satisfied": 6},
    "ck_survey_answers_through_known": {"through": "nonsense", "recorded_by": UUID(int=1)},
    "ck_survey_answers_recorder_unless_link": {"through": "paper"},
    "ck_survey_invitations_episode_positive": {"episode": 0},
    "ck_survey_invitations_why_not_said": {"status": "not_offered"},
    "ck_wellbeing_scores_episode_positive": {"episode": 0},
    "ck_wellbeing_scores_needs_in_range": {"health": 0},
    "ck_activities_completed_has_day": {"status": "completed"},
    "ck_activities_ends_after_start": {"ends_at": LATER},
    "ck_activities_under_way_began": {"status": "under_way"},
    "ck_activities_paused_while_under_way": {"paused_at": LATER},
    "ck_activities_counts_positive": {"episode": 0},
    "ck_activity_attendees_supporter_or_name": {"name": None},
    "ck_activity_parties_confirmed_whole": {"confirmed": "yes"},
    "ck_activity_parties_welfare_whole": {"welfare": "well"},
    "ck_exchanges_audience_at_release": {"audience": "both"},
    "ck_exchanges_has_content": {"words": None},
    "ck_exchanges_steps_in_order": {"checked_at": LATER, "checked_by": SOMEBODY, "read_at": None, "read_by": None},
    "ck_exchanges_steps_whole": {"read_at": LATER},
    "ck_exchanges_to_another": {"from_party_id": SOMEBODY, "to_party_id": SOMEBODY},
    "ck_exchanges_two_people": {
        "read_at": LATER, "read_by": SOMEBODY, "checked_at": LATER, "checked_by": SOMEBODY,
    },
    "ck_preparation_meetings_episode_positive": {"episode": 0},
    "ck_agency_records_approval_has_answer": {"kind": "meeting"},
    "ck_agency_records_episode_positive": {"episode": 0},
    "ck_assessments_episode_positive": {"episode": 0},
    "ck_agency_records_kind_known": {"kind": "nonsense", "answer": None},
    "ck_assessments_other_rating_has_reason": {"suggested": "unsure", "rating_reason": None},
    "ck_assessments_rating_of_its_kind": {"rating": "low"},
    "ck_assessments_review_after_assessment": {"review_on": "2026-01-01"},
    "ck_assessments_suggested_of_its_kind": {"suggested": "low"},
    "ck_import_rows_taken_has_key": {"state": "taken"},
    "ck_practice_records_level_said": {"level": None},
    "ck_practice_records_minutes_positive": {"kind": "training", "level": None, "minutes": 0},
    "ck_practice_records_taken_back_is_known": {"kind": "taken_back", "level": None},
    "ck_practice_records_training_has_length": {"minutes": 60},
    "ck_practice_records_until_after_from": {"until": "2020-01-01"},
    "ck_risk_actions_version_positive": {"version": 0},
    "ck_case_facts_complexity_said_by": {"complexity": "standard"},
    "ck_case_facts_version_positive": {"version": 0},
    "ck_handovers_out_has_subject": {"direction": "out"},
    "ck_handovers_one_subject": {"about": "referral", "their_role": "harmed", "we_lead": True},
    "ck_handovers_moved_has_time": {"state": "moved"},
    "ck_handovers_rejected_has_reason": {"state": "rejected"},
    "ck_handovers_rejection_known": {"state": "rejected", "rejection": "nonsense"},
    "ck_handovers_their_role_known": {"their_role": "nonsense", "we_lead": True},
    "ck_handovers_joint_whole": {"we_lead": True},
    "ck_handovers_together_is_joint": {"state": "together"},
    "ck_handover_records_position_not_negative": {"position": -1},
    "ck_joint_cases_heard_before_going_ahead": {"going_ahead": True},
    "ck_joint_cases_plan_whole": {"plan_status": "planned"},
    "ck_case_parties_led_where_kept": {"led_there": True},
    "ck_case_parties_stands_in_for_another": {"id": SOMEBODY, "stands_in_for_id": SOMEBODY},
    "ck_case_parties_responsibility_of_responsible": {"role": "harmed", "responsibility": "full"},
    "ck_case_documents_letter_to_party": {"letter": "thank_you-1"},
    "ck_case_documents_sent_whole": {"sent_on": "2026-01-05"},
    "ck_cases_hold_has_review": {"stage": "on_hold"},
    "ck_consents_given_properly": {"decision": "given", "channel": "spoken", "recorded_by": None},
    "ck_consents_episode_positive": {"episode": 0},
    "ck_consents_form_of_taking_part": {"purpose": "survey", "form": "letter"},
    "ck_contact_points_version_positive": {"version": 0},
    "ck_equality_answers_answered_or_declined": {"declined": False},
    "ck_equality_answers_version_positive": {"version": 0},
    "ck_case_supporters_version_positive": {"version": 0},
    "ck_person_needs_asked_whole": {"asked_at": LATER},
    "ck_person_needs_version_positive": {"version": 0},
    "ck_person_matches_pair_in_order": {"first_id": UUID(int=2), "second_id": UUID(int=1)},
    "ck_referral_notes_signpost_of_signposted": {"kind": "answered", "signpost": "police"},
    "ck_referral_notes_whom_of_asked_and_told": {"kind": "answered", "whom": "person"},
    "ck_sign_offs_decided_whole": {"decided_at": LATER},
    "ck_sign_offs_episode_positive": {"episode": 0},
    "ck_sign_offs_returned_has_comment": DECIDED | {"decision": "returned"},
    "ck_sign_offs_decision_known": DECIDED | {"decision": "nonsense"},
    "ck_sign_offs_two_people": DECIDED | {"requested_by": SOMEBODY},
    "ck_tellings_another_is_told": {"about_party_id": SAME, "told_party_id": SAME},
    "ck_tellings_later_has_day": {"decision": "do_not_tell", "again_on": "2026-02-01"},
    "ck_tellings_told_whole": {"decision": "do_not_tell", "told_on": "2026-02-01"},
    "ck_tasks_done_whole": {"done_at": LATER},
    "ck_cases_closure_reason_known": {"stage": "closed", "closure_reason": "nonsense"},
    "ck_referrals_status_known": {"status": "nonsense", "decided_at": LATER},
    "ck_accounts_active_has_factors": {"status": "active"},
    "ck_case_events_episode_positive": {"episode": 0},
    "ck_case_events_stage_event_has_stage": {"kind": "note", "to_stage": "allocated"},
    "ck_cases_closed_has_reason": {"stage": "closed"},
    "ck_cases_counts_positive": {"episode": 0},
    "ck_consents_recorder_unless_online": {"channel": "paper"},
    "ck_contact_points_value_unless_they_call": {"kind": "they_call"},
    "ck_figure_drafts_period_form": {"period": "2026"},
    "ck_people_version_positive": {"version": 0},
    "ck_referrals_accepted_has_case": {"status": "accepted", "decided_at": LATER},
    "ck_referrals_closed_has_reason": {"status": "closed", "decided_at": LATER},
    "ck_referrals_came_from_whole": {"came_here_at": LATER},
    "ck_referrals_decided_has_time": {"status": "new", "decided_at": LATER},
    "ck_documents_scanned_has_time": {"scan": "clean"},
    "ck_documents_scan_known": {"scan": "nonsense", "scanned_at": LATER},
    "ck_documents_size_positive": {"size": 0},
    "ck_referral_documents_draft_or_referral": {"draft_id": None, "referral_id": None},
    "ck_referral_drafts_saved_whole": {"saved_at": LATER},
    "ck_referrals_confirmed_is_given": {"referrer_email_confirmed_at": LATER},
    "ck_referrals_held_has_reason": {"status": "held", "decided_at": None},
    "ck_referrals_outcome_has_address": {"outcome_to_referrer": True},
    "ck_referrals_release_whole": {"released_at": LATER},
    "ck_text_publications_hidden_shows_none": {"hidden": True, "number": 1},
    "ck_text_versions_number_positive": {"number": 0},
    "ck_text_versions_review_whole": {"reviewed_by": "Somebody"},
    "ck_visit_counts_visits_positive": {"visits": 0},
    "ck_return_figures_value_not_negative": {"value": -1},
    "ck_returns_period_form": {"period": "2026Q5"},
    "ck_service_profiles_version_positive": {"version": 0},
}
# Keys of columns that are empty unless something is put there.
GIVEN_IN_KEY: dict[str, dict[str, Any]] = {
    "uq_import_rows_tenant_id_taken_key": {"taken_key": b"a key"},
    "uq_tasks_tenant_id_made_for": {"made_for": "a rule"},
    "uq_referral_drafts_tenant_id_code_hash": {"code_hash": b"a hash"}}


def rules(kind: type) -> Iterator[tuple[str, Any]]:
    for name in service_tables():
        # sorted: each test process must see the same order
        for constraint in sorted(METADATA.tables[name].constraints, key=lambda rule: str(rule.name)):
            if type(constraint) is kind:
                yield name, constraint


def breaking(constraint: CheckConstraint) -> dict[str, Any]:
    name = str(constraint.name)
    if name in BREAKING:
        return BREAKING[name]
    if name.endswith("_known"):
        return {str(constraint.sqltext).partition(" ")[0]: "nonsense"}
    raise LookupError(f"nobody said how to break {name}")


@pytest.mark.parametrize(("table_name", "constraint"), [
    pytest.param(table_name, constraint, id=str(constraint.name)) for table_name, constraint in rules(CheckConstraint)
])
def test_a_value_that_breaks_the_check_is_refused(
    app: Flask, service: Service, table_name: str, constraint: CheckConstraint
) -> None:
    broken = pytest.raises(IntegrityError, match=str(constraint.name))
    with app.app_context(), scope.bound_to(service.id), db.engine.connect() as connection, broken:
        insert_row(connection, table_name, service.id, **breaking(constraint))


@pytest.mark.parametrize(("table_name", "constraint"), [
    pytest.param(table_name, constraint, id=str(constraint.name)) for table_name, constraint in rules(UniqueConstraint)
])
def test_the_same_key_twice_in_one_service_is_refused(
    app: Flask, service: Service, table_name: str, constraint: UniqueConstraint
) -> None:
    table = METADATA.tables[table_name]
    with app.app_context(), scope.bound_to(service.id), db.engine.connect() as connection:
        key = {COMPUTED_FROM.get(column.name, column.name) for column in constraint.columns} - {"tenant_id"}
        pointing = {name: insert_row(connection, parent, service.id)
                    for name, parent in parents(table_name).items() if name in key}
        given = pointing | GIVEN_IN_KEY.get(str(constraint.name), {})
        row_id = insert_row(connection, table_name, service.id, **given)
        row = connection.execute(select(table).where(table.c.id == row_id)).mappings().one()
        with pytest.raises(IntegrityError, match=f'unique constraint "{str(constraint.name)[:50]}'):
            insert_row(connection, table_name, service.id, **{name: row[name] for name in key})


def test_no_breaking_value_is_left_of_a_check_that_is_gone() -> None:
    assert set(BREAKING) <= {str(constraint.name) for _table, constraint in rules(CheckConstraint)}

