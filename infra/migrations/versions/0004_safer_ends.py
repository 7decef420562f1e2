"""What ends a case safely: erasing it, somebody standing in for a party, and orders of time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import concord.database.operations
from concord.database.operations import unforced

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_case_events_kind_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_parties_state_known"), "case_parties", type_="check")
    op.drop_constraint(op.f("ck_handovers_out_has_case"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_state_known"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_together_is_joint"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_one_use_links_purpose_known"), "one_use_links", type_="check")
    op.drop_constraint(op.f("ck_referrals_close_reason_known"), "referrals", type_="check")
    op.drop_constraint(op.f("ck_sign_offs_kind_known"), "sign_offs", type_="check")
    op.drop_constraint(op.f("ck_tasks_kind_known"), "tasks", type_="check")
    op.add_column("agreement_items", sa.Column("accepted_ids", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False))
    op.add_column("case_parties", sa.Column("stands_in_for_id", sa.Uuid(), nullable=True))
    op.drop_column("contact_attempts", "note")
    op.add_column("handovers", sa.Column("about", sa.Text(), server_default="case", nullable=False))
    op.add_column("handovers", sa.Column("referral_id", sa.Uuid(), nullable=True))
    op.create_index("ix_handovers_referral", "handovers", ["tenant_id", "referral_id"], unique=False)
    op.add_column("joint_cases", sa.Column("plan_others", sa.LargeBinary(), nullable=True))
    op.add_column("joint_cases", sa.Column("agreed", sa.LargeBinary(), nullable=True))
    op.add_column("joint_cases", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_constraint(op.f("uq_joint_cases_tenant_id_case_id"), "joint_cases", type_="unique")
    op.create_index("ix_joint_cases_case", "joint_cases", ["tenant_id", "case_id"], unique=False)
    op.create_index("uq_joint_cases_open", "joint_cases", ["tenant_id", "case_id"], unique=True, postgresql_where=sa.text("ended_at IS NULL"))
    op.alter_column("one_use_links", "expires_at", existing_type=postgresql.TIMESTAMP(timezone=True), nullable=True)
    op.add_column("people", sa.Column("nameless", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("referrals", sa.Column("came_from_id", sa.Uuid(), nullable=True))
    op.add_column("referrals", sa.Column("came_here_at", sa.DateTime(timezone=True), nullable=True))
    with unforced("case_parties", "handovers", "referrals"):
        op.create_foreign_key(op.f("fk_case_parties_tenant_id_stands_in_for_id"), "case_parties", "case_parties", ["tenant_id", "stands_in_for_id"], ["tenant_id", "id"])
        op.create_foreign_key(op.f("fk_handovers_tenant_id_referral_id"), "handovers", "referrals", ["tenant_id", "referral_id"], ["tenant_id", "id"])
        op.create_foreign_key(op.f("fk_referrals_came_from_id"), "referrals", "organisations", ["came_from_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_case_events_kind_known"),
        "case_events",
        "kind IN ('opened', 'stage_changed', 'party_added', 'party_state_changed', 'contact_added', 'contact_attempted', 'contact_checked', 'consent_recorded', 'withdrew', 'conflict_declared', 'staff_changed', 'activity_recorded', 'information_given', 'note', 'person_changed', 'facts_changed', 'sign_off_requested', 'sign_off_decided', 'told', 'task_set', 'task_done', 'supporter_changed', 'prepared', 'assessed', 'risk_action', 'agency_asked', 'classed', 'meeting_changed', 'paper_made', 'agreement_changed', 'followed_up', 'surveyed', 'access_changed', 'referral_joined', 'handed_over', 'matched', 'searched', 'imported', 'legal_hold', 'came_back')",
    )
    op.create_check_constraint(op.f("ck_case_parties_stands_in_for_another"), "case_parties", "stands_in_for_id <> id")
    op.create_check_constraint(
        op.f("ck_case_parties_state_known"),
        "case_parties",
        "state IN ('not_contacted', 'contacted', 'informed', 'considering', 'consented', 'ready', 'participated', 'declined', 'withdrawn', 'unable_to_contact', 'unsuitable', 'deceased', 'absent', 'elsewhere', 'taken_out')",
    )
    op.create_check_constraint(op.f("ck_handovers_about_known"), "handovers", "about IN ('case', 'referral')")
    op.create_check_constraint(op.f("ck_handovers_one_subject"), "handovers", "CASE about WHEN 'case' THEN referral_id IS NULL ELSE case_id IS NULL AND their_role IS NULL END")
    op.create_check_constraint(op.f("ck_handovers_out_has_subject"), "handovers", "direction = 'in' OR num_nonnulls(case_id, referral_id) = 1")
    op.create_check_constraint(op.f("ck_handovers_state_known"), "handovers", "state IN ('offered', 'accepted', 'moved', 'together', 'ended', 'rejected', 'withdrawn', 'expired')")
    op.create_check_constraint(op.f("ck_handovers_together_is_joint"), "handovers", "state NOT IN ('together', 'ended') OR their_role IS NOT NULL")
    op.create_check_constraint(op.f("ck_one_use_links_purpose_known"), "one_use_links", "purpose IN ('agreement_words', 'agreement_done', 'survey', 'come_back')")
    op.create_check_constraint(op.f("ck_referrals_came_from_whole"), "referrals", "(came_from_id IS NULL) = (came_here_at IS NULL)")
    op.create_check_constraint(
        op.f("ck_referrals_close_reason_known"),
        "referrals",
        "close_reason IN ('out_of_scope', 'out_of_area', 'duplicate', 'unable_to_contact', 'declined', 'unsuitable', 'needs_met_other_way', 'not_a_referral', 'transferred')",
    )
    op.create_check_constraint(
        op.f("ck_sign_offs_kind_known"),
        "sign_offs",
        "kind IN ('assessment', 'plan', 'no_contact_order', 'proceedings', 'single_facilitator', 'offender_led', 'unsuitable', 'erasing_due', 'erasing_upheld')",
    )
    op.create_check_constraint(
        op.f("ck_tasks_kind_known"),
        "tasks",
        "kind IN ('contact', 'reminder', 'withdrawal', 'hold_review', 'approval', 'risk_action', 'assessment_review', 'agreement_item', 'follow_up', 'survey', 'tell', 'reconfirm', 'new_lead', 'came_back', 'other_service')",
    )
    concord.database.operations.bound_updates("agency_records", check="(words IS NULL OR words = '')", columns="words", using="case_id IN (SELECT id FROM cases WHERE stage = 'erased')")
    concord.database.operations.bound_updates(
        "assessments",
        check="(answers IS NULL OR answers = '') AND (rating_reason IS NULL OR rating_reason = '')",
        columns="answers, rating_reason",
        using="case_id IN (SELECT id FROM cases WHERE stage = 'erased')",
    )
    concord.database.operations.bound_updates("case_events", check="(note IS NULL OR note = '')", columns="note", using="case_id IN (SELECT id FROM cases WHERE stage = 'erased')")
    concord.database.operations.bound_updates(
        "cases",
        check="stage <> 'erased' OR EXISTS (SELECT FROM sign_offs WHERE sign_offs.case_id = cases.id AND sign_offs.episode = cases.episode AND sign_offs.kind IN ('erasing_due', 'erasing_upheld') AND sign_offs.decision = 'approved' AND sign_offs.lapsed_at IS NULL)",
    )
    concord.database.operations.bound_updates("conflict_declarations", check="(words IS NULL OR words = '')", columns="words", using="incident_id IN (SELECT id FROM incidents WHERE summary = '')")
    concord.database.operations.bound_updates(
        "consents",
        check="(about IS NULL OR about = '') AND (witness IS NULL OR witness = '')",
        columns="about, witness",
        using="incident_id IN (SELECT id FROM incidents WHERE summary = '') OR person_id IN (SELECT id FROM people WHERE name = '')",
    )
    concord.database.operations.bound_updates(
        "contact_checks",
        check="(with_whom IS NULL OR with_whom = '')",
        columns="with_whom",
        using="contact_point_id IN (SELECT id FROM contact_points WHERE person_id IN (SELECT id FROM people WHERE name = ''))",
    )
    concord.database.operations.bound_updates(
        "handover_records",
        check="(content IS NULL OR content = '')",
        columns="content",
        using="handover_id IN (SELECT id FROM handovers WHERE case_id IN (SELECT id FROM cases WHERE stage = 'erased') OR referral_id IN (SELECT id FROM referrals WHERE case_id IN (SELECT id FROM cases WHERE stage = 'erased') OR incident_id IN (SELECT id FROM incidents WHERE summary = '')))",
    )
    concord.database.operations.bound_updates(
        "incidents",
        check="summary <> '' OR id IN (SELECT incident_id FROM cases WHERE stage = 'erased') OR id IN (SELECT incident_id FROM referrals WHERE case_id IN (SELECT id FROM cases WHERE stage = 'erased'))",
    )
    concord.database.operations.bound_updates(
        "people",
        check="name <> '' OR id IN (SELECT person_id FROM case_parties WHERE case_id IN (SELECT id FROM cases WHERE stage = 'erased')) OR id IN (SELECT person_id FROM referrals WHERE case_id IN (SELECT id FROM cases WHERE stage = 'erased') OR incident_id IN (SELECT id FROM incidents WHERE summary = ''))",
    )
    concord.database.operations.bound_updates(
        "person_matches", check="(words IS NULL OR words = '')", columns="words", using="first_id IN (SELECT id FROM people WHERE name = '') OR second_id IN (SELECT id FROM people WHERE name = '')"
    )
    concord.database.operations.bound_updates(
        "referral_notes",
        check="(words IS NULL OR words = '')",
        columns="words",
        using="referral_id IN (SELECT id FROM referrals WHERE case_id IN (SELECT id FROM cases WHERE stage = 'erased') OR incident_id IN (SELECT id FROM incidents WHERE summary = '') OR person_id IN (SELECT id FROM people WHERE name = ''))",
    )
    concord.database.operations.bound_updates(
        "survey_answers",
        check="(own IS NULL OR own = '') AND (words IS NULL OR words = '')",
        columns="own, words",
        using="invitation_id IN (SELECT id FROM survey_invitations WHERE case_id IN (SELECT id FROM cases WHERE stage = 'erased'))",
    )


def downgrade() -> None:
    concord.database.operations.freed_updates("agency_records", columns="words")
    concord.database.operations.freed_updates("assessments", columns="answers, rating_reason")
    concord.database.operations.freed_updates("case_events", columns="note")
    concord.database.operations.freed_updates("cases")
    concord.database.operations.freed_updates("conflict_declarations", columns="words")
    concord.database.operations.freed_updates("consents", columns="about, witness")
    concord.database.operations.freed_updates("contact_checks", columns="with_whom")
    concord.database.operations.freed_updates("handover_records", columns="content")
    concord.database.operations.freed_updates("incidents")
    concord.database.operations.freed_updates("people")
    concord.database.operations.freed_updates("person_matches", columns="words")
    concord.database.operations.freed_updates("referral_notes", columns="words")
    concord.database.operations.freed_updates("survey_answers", columns="own, words")
    op.drop_constraint(op.f("ck_case_events_kind_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_parties_stands_in_for_another"), "case_parties", type_="check")
    op.drop_constraint(op.f("ck_case_parties_state_known"), "case_parties", type_="check")
    op.drop_constraint(op.f("ck_handovers_about_known"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_one_subject"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_out_has_subject"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_state_known"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_together_is_joint"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_one_use_links_purpose_known"), "one_use_links", type_="check")
    op.drop_constraint(op.f("ck_referrals_came_from_whole"), "referrals", type_="check")
    op.drop_constraint(op.f("ck_referrals_close_reason_known"), "referrals", type_="check")
    op.drop_constraint(op.f("ck_sign_offs_kind_known"), "sign_offs", type_="check")
    op.drop_constraint(op.f("ck_tasks_kind_known"), "tasks", type_="check")
    op.drop_constraint(op.f("fk_referrals_came_from_id"), "referrals", type_="foreignkey")
    op.drop_column("referrals", "came_here_at")
    op.drop_column("referrals", "came_from_id")
    op.drop_column("people", "nameless")
    op.alter_column("one_use_links", "expires_at", existing_type=postgresql.TIMESTAMP(timezone=True), nullable=False)
    op.drop_index("uq_joint_cases_open", table_name="joint_cases", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_index("ix_joint_cases_case", table_name="joint_cases")
    op.create_unique_constraint(op.f("uq_joint_cases_tenant_id_case_id"), "joint_cases", ["tenant_id", "case_id"], postgresql_nulls_not_distinct=False)
    op.drop_column("joint_cases", "ended_at")
    op.drop_column("joint_cases", "agreed")
    op.drop_column("joint_cases", "plan_others")
    op.drop_constraint(op.f("fk_handovers_tenant_id_referral_id"), "handovers", type_="foreignkey")
    op.drop_index("ix_handovers_referral", table_name="handovers")
    op.drop_column("handovers", "referral_id")
    op.drop_column("handovers", "about")
    op.add_column("contact_attempts", sa.Column("note", postgresql.BYTEA(), autoincrement=False, nullable=True))
    op.drop_constraint(op.f("fk_case_parties_tenant_id_stands_in_for_id"), "case_parties", type_="foreignkey")
    op.drop_column("case_parties", "stands_in_for_id")
    op.drop_column("agreement_items", "accepted_ids")
    op.create_check_constraint(
        op.f("ck_case_events_kind_known"),
        "case_events",
        "(kind = ANY (ARRAY['opened'::text, 'stage_changed'::text, 'party_added'::text, 'party_state_changed'::text, 'contact_added'::text, 'contact_attempted'::text, 'contact_checked'::text, 'consent_recorded'::text, 'withdrew'::text, 'conflict_declared'::text, 'staff_changed'::text, 'activity_recorded'::text, 'information_given'::text, 'note'::text, 'person_changed'::text, 'facts_changed'::text, 'sign_off_requested'::text, 'sign_off_decided'::text, 'told'::text, 'task_set'::text, 'task_done'::text, 'supporter_changed'::text, 'prepared'::text, 'assessed'::text, 'risk_action'::text, 'agency_asked'::text, 'classed'::text, 'meeting_changed'::text, 'paper_made'::text, 'agreement_changed'::text, 'followed_up'::text, 'surveyed'::text, 'access_changed'::text, 'referral_joined'::text, 'handed_over'::text, 'matched'::text, 'searched'::text, 'imported'::text]))",
    )
    op.create_check_constraint(
        op.f("ck_case_parties_state_known"),
        "case_parties",
        "(state = ANY (ARRAY['not_contacted'::text, 'contacted'::text, 'informed'::text, 'considering'::text, 'consented'::text, 'ready'::text, 'participated'::text, 'declined'::text, 'withdrawn'::text, 'unable_to_contact'::text, 'unsuitable'::text, 'deceased'::text]))",
    )
    op.create_check_constraint(op.f("ck_handovers_out_has_case"), "handovers", "((direction = 'in'::text) OR (case_id IS NOT NULL))")
    op.create_check_constraint(
        op.f("ck_handovers_state_known"), "handovers", "(state = ANY (ARRAY['offered'::text, 'accepted'::text, 'moved'::text, 'together'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text]))"
    )
    op.create_check_constraint(op.f("ck_handovers_together_is_joint"), "handovers", "((state <> 'together'::text) OR (their_role IS NOT NULL))")
    op.create_check_constraint(op.f("ck_one_use_links_purpose_known"), "one_use_links", "(purpose = ANY (ARRAY['agreement_words'::text, 'agreement_done'::text, 'survey'::text]))")
    op.create_check_constraint(
        op.f("ck_referrals_close_reason_known"),
        "referrals",
        "(close_reason = ANY (ARRAY['out_of_scope'::text, 'out_of_area'::text, 'duplicate'::text, 'unable_to_contact'::text, 'declined'::text, 'unsuitable'::text, 'needs_met_other_way'::text, 'not_a_referral'::text]))",
    )
    op.create_check_constraint(
        op.f("ck_sign_offs_kind_known"),
        "sign_offs",
        "(kind = ANY (ARRAY['assessment'::text, 'plan'::text, 'no_contact_order'::text, 'proceedings'::text, 'single_facilitator'::text, 'offender_led'::text, 'unsuitable'::text]))",
    )
    op.create_check_constraint(
        op.f("ck_tasks_kind_known"),
        "tasks",
        "(kind = ANY (ARRAY['contact'::text, 'reminder'::text, 'withdrawal'::text, 'hold_review'::text, 'approval'::text, 'risk_action'::text, 'assessment_review'::text, 'agreement_item'::text, 'follow_up'::text, 'survey'::text, 'tell'::text, 'reconfirm'::text, 'new_lead'::text]))",
    )
