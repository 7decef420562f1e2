"""Casework: two parties, one safe path."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import concord.database.operations  # noqa: F401 (makes the protected tables' operations known)
from concord.database.operations import unforced

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_activities_status_known"), "activities", type_="check")
    op.drop_constraint(op.f("ck_case_events_from_stage_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_events_kind_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_events_to_stage_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_cases_closed_has_reason"), "cases", type_="check")
    op.drop_constraint(op.f("ck_cases_stage_known"), "cases", type_="check")
    op.drop_constraint(op.f("ck_consents_channel_known"), "consents", type_="check")
    op.drop_constraint(op.f("ck_consents_purpose_known"), "consents", type_="check")
    op.drop_constraint(op.f("ck_messages_kind_known"), "messages", type_="check")
    op.drop_constraint(op.f("ck_messages_status_known"), "messages", type_="check")
    op.create_service_table(
        "survey_questions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("words_cy", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("kind IN ('scale', 'yes_no', 'ten', 'words')", name=op.f("ck_survey_questions_kind_known")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_survey_questions_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_questions")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_survey_questions_position", "survey_questions", ["tenant_id", "position"], unique=False)
    op.create_service_table(
        "venues",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("safe", sa.Text(), nullable=False),
        sa.Column("neutral", sa.Text(), nullable=False),
        sa.Column("accessible", sa.Text(), nullable=False),
        sa.Column("breakout_room", sa.Text(), nullable=False),
        sa.Column("risk_assessed_on", sa.Date(), nullable=True),
        sa.Column("notes", sa.LargeBinary(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("accessible IN ('yes', 'no', 'unknown')", name=op.f("ck_venues_accessible_known")),
        sa.CheckConstraint("breakout_room IN ('yes', 'no', 'unknown')", name=op.f("ck_venues_breakout_room_known")),
        sa.CheckConstraint("neutral IN ('yes', 'no', 'unknown')", name=op.f("ck_venues_neutral_known")),
        sa.CheckConstraint("safe IN ('yes', 'no', 'unknown')", name=op.f("ck_venues_safe_known")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_venues_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_venues")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_service_table(
        "calendar_feeds",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["tenant_id", "account_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_calendar_feeds_tenant_id_account_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_calendar_feeds_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_calendar_feeds_tenant_id_token_hash")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("uq_calendar_feeds_account", "calendar_feeds", ["tenant_id", "account_id"], unique=True, postgresql_where=sa.text("ended_at IS NULL"))
    op.create_service_table(
        "equality_answers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=True),
        sa.Column("declined", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("declined = (answers IS NULL)", name=op.f("ck_equality_answers_answered_or_declined")),
        sa.CheckConstraint("version > 0", name=op.f("ck_equality_answers_version_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"], name=op.f("fk_equality_answers_tenant_id_person_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_equality_answers_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_equality_answers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_equality_answers")),
        sa.UniqueConstraint("tenant_id", "person_id", name=op.f("uq_equality_answers_tenant_id_person_id")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_service_table(
        "form_drafts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "account_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_form_drafts_tenant_id_account_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_form_drafts_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_form_drafts")),
        sa.UniqueConstraint("tenant_id", "account_id", "path", name=op.f("uq_form_drafts_tenant_id_account_id_path")),
        grants=("SELECT", "INSERT", "UPDATE", "DELETE"),
        narrow={},
    )
    op.create_service_table(
        "import_runs",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("taken_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("state IN ('checking', 'checked', 'taking', 'thrown_away')", name=op.f("ck_import_runs_state_known")),
        sa.ForeignKeyConstraint(["tenant_id", "sent_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_import_runs_tenant_id_sent_by")),
        sa.ForeignKeyConstraint(["tenant_id", "taken_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_import_runs_tenant_id_taken_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_import_runs_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_runs")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_import_runs_sent", "import_runs", ["tenant_id", "sent_at"], unique=False)
    op.create_service_table(
        "person_matches",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=False),
        sa.Column("second_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("decision IN ('same', 'different', 'taken_back')", name=op.f("ck_person_matches_decision_known")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_person_matches_pair_in_order")),
        sa.ForeignKeyConstraint(["tenant_id", "decided_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_person_matches_tenant_id_decided_by")),
        sa.ForeignKeyConstraint(["tenant_id", "first_id"], ["people.tenant_id", "people.id"], name=op.f("fk_person_matches_tenant_id_first_id")),
        sa.ForeignKeyConstraint(["tenant_id", "second_id"], ["people.tenant_id", "people.id"], name=op.f("fk_person_matches_tenant_id_second_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_person_matches_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person_matches")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_person_matches_first", "person_matches", ["tenant_id", "first_id", "second_id"], unique=False)
    op.create_index("ix_person_matches_second", "person_matches", ["tenant_id", "second_id"], unique=False)
    op.create_service_table(
        "person_tokens",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("kind IN ('name', 'nickname', 'near', 'birth_date')", name=op.f("ck_person_tokens_kind_known")),
        sa.ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"], name=op.f("fk_person_tokens_tenant_id_person_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_person_tokens_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_person_tokens")),
        sa.UniqueConstraint("tenant_id", "person_id", "kind", "token", name=op.f("uq_person_tokens_tenant_id_person_id_kind_token")),
        grants=("SELECT", "INSERT", "UPDATE", "DELETE"),
        narrow={},
    )
    op.create_index("ix_person_tokens_token", "person_tokens", ["tenant_id", "kind", "token"], unique=False)
    op.create_service_table(
        "practice_records",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("level", sa.Text(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("takes_back", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("(kind = 'level') = (level IS NOT NULL)", name=op.f("ck_practice_records_level_said")),
        sa.CheckConstraint("(kind = 'taken_back') = (takes_back IS NOT NULL)", name=op.f("ck_practice_records_taken_back_is_known")),
        sa.CheckConstraint("(kind = 'training') = (minutes IS NOT NULL)", name=op.f("ck_practice_records_training_has_length")),
        sa.CheckConstraint("kind IN ('level', 'supervision', 'observed', 'training', 'taken_back')", name=op.f("ck_practice_records_kind_known")),
        sa.CheckConstraint("level IN ('foundation', 'intermediate', 'advanced', 'accredited')", name=op.f("ck_practice_records_level_known")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_practice_records_minutes_positive")),
        sa.CheckConstraint("until >= happened_on", name=op.f("ck_practice_records_until_after_from")),
        sa.ForeignKeyConstraint(["tenant_id", "account_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_practice_records_tenant_id_account_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_practice_records_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id", "takes_back"], ["practice_records.tenant_id", "practice_records.id"], name=op.f("fk_practice_records_tenant_id_takes_back")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_practice_records_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_practice_records")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_practice_records_account", "practice_records", ["tenant_id", "account_id", "kind", "happened_on"], unique=False)
    op.create_index("ix_practice_records_takes_back", "practice_records", ["tenant_id", "takes_back"], unique=False)
    op.create_service_table(
        "saved_filters",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "account_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_saved_filters_tenant_id_account_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_saved_filters_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_saved_filters")),
        grants=("SELECT", "INSERT", "UPDATE", "DELETE"),
        narrow={},
    )
    op.create_index("ix_saved_filters_account", "saved_filters", ["tenant_id", "account_id"], unique=False)
    op.create_service_table(
        "agency_records",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("(kind = 'approval') = (answer IS NOT NULL)", name=op.f("ck_agency_records_approval_has_answer")),
        sa.CheckConstraint(
            "agency IN ('probation', 'prison', 'victim_liaison', 'police', 'youth_justice', 'domestic_abuse_adviser', 'sexual_violence_adviser', 'marac', 'mappa', 'social_care', 'health', 'housing', 'other')",
            name=op.f("ck_agency_records_agency_known"),
        ),
        sa.CheckConstraint("answer IN ('yes', 'no', 'waiting')", name=op.f("ck_agency_records_answer_known")),
        sa.CheckConstraint("audience IN ('harmed', 'responsible', 'both', 'facilitators')", name=op.f("ck_agency_records_audience_known")),
        sa.CheckConstraint("kind IN ('approval', 'information', 'meeting')", name=op.f("ck_agency_records_kind_known")),
        sa.CheckConstraint("episode > 0", name=op.f("ck_agency_records_episode_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_agency_records_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_agency_records_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_agency_records_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agency_records")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_agency_records_case", "agency_records", ["tenant_id", "case_id", "agency", "happened_on"], unique=False)
    op.create_service_table(
        "case_facts",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("crime_group", sa.Text(), nullable=False),
        sa.Column("justice_stage", sa.Text(), nullable=False),
        sa.Column("proceedings", sa.Text(), nullable=False),
        sa.Column("court_directed", sa.Boolean(), nullable=False),
        sa.Column("no_contact_order", sa.Text(), nullable=False),
        sa.Column("domestic_abuse", sa.Text(), nullable=False),
        sa.Column("sexual_harm", sa.Text(), nullable=False),
        sa.Column("hate", sa.Text(), nullable=False),
        sa.Column("fatal", sa.Text(), nullable=False),
        sa.Column("child_harmed", sa.Text(), nullable=False),
        sa.Column("coercive_control", sa.Text(), nullable=False),
        sa.Column("ongoing_harm", sa.Text(), nullable=False),
        sa.Column("youth_justice", sa.Text(), nullable=False),
        sa.Column("area_exception", sa.LargeBinary(), nullable=True),
        sa.Column("searched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("searched_by", sa.Uuid(), nullable=True),
        sa.Column("complexity", sa.Text(), nullable=False),
        sa.Column("complexity_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(complexity = 'not_set') = (complexity_by IS NULL)", name=op.f("ck_case_facts_complexity_said_by")),
        sa.CheckConstraint("child_harmed IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_child_harmed_known")),
        sa.CheckConstraint("coercive_control IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_coercive_control_known")),
        sa.CheckConstraint("complexity IN ('not_set', 'standard', 'sensitive_complex')", name=op.f("ck_case_facts_complexity_known")),
        sa.CheckConstraint("domestic_abuse IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_domestic_abuse_known")),
        sa.CheckConstraint("fatal IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_fatal_known")),
        sa.CheckConstraint("hate IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_hate_known")),
        sa.CheckConstraint("no_contact_order IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_no_contact_order_known")),
        sa.CheckConstraint("ongoing_harm IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_ongoing_harm_known")),
        sa.CheckConstraint(
            "proceedings IN ('unknown', 'none', 'investigation', 'charged', 'contested', 'guilty_plea', 'sentenced', 'concluded', 'no_further_action')", name=op.f("ck_case_facts_proceedings_known")
        ),
        sa.CheckConstraint("sexual_harm IN ('yes', 'no', 'unknown')", name=op.f("ck_case_facts_sexual_harm_known")),
        sa.CheckConstraint("youth_justice IN ('unknown', 'not_under_18', 'agreed', 'handed_over')", name=op.f("ck_case_facts_youth_justice_known")),
        sa.CheckConstraint("version > 0", name=op.f("ck_case_facts_version_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_case_facts_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "complexity_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_case_facts_tenant_id_complexity_by")),
        sa.ForeignKeyConstraint(["tenant_id", "searched_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_case_facts_tenant_id_searched_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_case_facts_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_case_facts")),
        sa.UniqueConstraint("tenant_id", "case_id", name=op.f("uq_case_facts_tenant_id_case_id")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_service_table(
        "handovers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("crossing_id", sa.Uuid(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("urgent", sa.Boolean(), nullable=False),
        sa.Column("preview", sa.LargeBinary(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("offered_by", sa.Uuid(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("rejection", sa.Text(), nullable=True),
        sa.Column("lead_id", sa.Uuid(), nullable=True),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("their_role", sa.Text(), nullable=True),
        sa.Column("we_lead", sa.Boolean(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("(state = 'moved') = (moved_at IS NOT NULL)", name=op.f("ck_handovers_moved_has_time")),
        sa.CheckConstraint("(state = 'rejected') = (rejection IS NOT NULL)", name=op.f("ck_handovers_rejected_has_reason")),
        sa.CheckConstraint("direction = 'in' OR case_id IS NOT NULL", name=op.f("ck_handovers_out_has_case")),
        sa.CheckConstraint("direction IN ('out', 'in')", name=op.f("ck_handovers_direction_known")),
        sa.CheckConstraint("rejection IN ('out_of_area', 'no_capacity', 'out_of_scope', 'talk_first')", name=op.f("ck_handovers_rejection_known")),
        sa.CheckConstraint("state <> 'together' OR their_role IS NOT NULL", name=op.f("ck_handovers_together_is_joint")),
        sa.CheckConstraint("state IN ('offered', 'accepted', 'moved', 'together', 'rejected', 'withdrawn', 'expired')", name=op.f("ck_handovers_state_known")),
        sa.CheckConstraint("their_role IN ('harmed', 'responsible')", name=op.f("ck_handovers_their_role_known")),
        sa.CheckConstraint("why IN ('moved_home', 'prison_move', 'lives_elsewhere', 'happened_elsewhere', 'conflict_of_interest', 'skills')", name=op.f("ck_handovers_why_known")),
        sa.CheckConstraint("(their_role IS NULL) = (we_lead IS NULL)", name=op.f("ck_handovers_joint_whole")),
        sa.ForeignKeyConstraint(["other_id"], ["organisations.id"], name=op.f("fk_handovers_other_id")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_handovers_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "decided_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_handovers_tenant_id_decided_by")),
        sa.ForeignKeyConstraint(["tenant_id", "lead_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_handovers_tenant_id_lead_id")),
        sa.ForeignKeyConstraint(["tenant_id", "offered_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_handovers_tenant_id_offered_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_handovers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_handovers")),
        sa.UniqueConstraint("tenant_id", "crossing_id", name=op.f("uq_handovers_tenant_id_crossing_id")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_handovers_case", "handovers", ["tenant_id", "case_id"], unique=False)
    op.create_index("ix_handovers_state", "handovers", ["tenant_id", "state", "offered_at"], unique=False)
    op.create_service_table(
        "import_rows",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("case_key", sa.LargeBinary(), nullable=False),
        sa.Column("row_key", sa.LargeBinary(), nullable=False),
        sa.Column("taken_key", sa.LargeBinary(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column("found", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(state = 'taken') = (taken_key IS NOT NULL)", name=op.f("ck_import_rows_taken_has_key")),
        sa.CheckConstraint("state IN ('waiting', 'good', 'bad', 'known', 'taken')", name=op.f("ck_import_rows_state_known")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_import_rows_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "run_id"], ["import_runs.tenant_id", "import_runs.id"], name=op.f("fk_import_rows_tenant_id_run_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_import_rows_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_import_rows")),
        sa.UniqueConstraint("tenant_id", "run_id", "number", name=op.f("uq_import_rows_tenant_id_run_id_number")),
        sa.UniqueConstraint("tenant_id", "taken_key", name=op.f("uq_import_rows_tenant_id_taken_key")),
        grants=("SELECT", "INSERT", "UPDATE", "DELETE"),
        narrow={},
    )
    op.create_index("ix_import_rows_case_key", "import_rows", ["tenant_id", "case_key"], unique=False)
    op.create_index("ix_import_rows_state", "import_rows", ["tenant_id", "run_id", "state", "number"], unique=False)
    op.create_service_table(
        "sign_offs",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("requested_by", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("comment", sa.LargeBinary(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decision <> 'returned' OR comment IS NOT NULL", name=op.f("ck_sign_offs_returned_has_comment")),
        sa.CheckConstraint("decision IN ('approved', 'returned')", name=op.f("ck_sign_offs_decision_known")),
        sa.CheckConstraint("kind IN ('assessment', 'plan', 'no_contact_order', 'proceedings', 'single_facilitator', 'offender_led', 'unsuitable')", name=op.f("ck_sign_offs_kind_known")),
        sa.CheckConstraint("(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)", name=op.f("ck_sign_offs_decided_whole")),
        sa.CheckConstraint("decided_by <> requested_by", name=op.f("ck_sign_offs_two_people")),
        sa.CheckConstraint("episode > 0", name=op.f("ck_sign_offs_episode_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_sign_offs_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "decided_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_sign_offs_tenant_id_decided_by")),
        sa.ForeignKeyConstraint(["tenant_id", "requested_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_sign_offs_tenant_id_requested_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_sign_offs_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_sign_offs")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_sign_offs_case", "sign_offs", ["tenant_id", "case_id", "kind", "requested_at"], unique=False)
    op.create_index("ix_sign_offs_waiting", "sign_offs", ["tenant_id", "requested_at"], unique=False, postgresql_where=sa.text("decision IS NULL AND lapsed_at IS NULL"))
    op.create_service_table(
        "activity_facilitators",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("duty", sa.Text(), nullable=False),
        sa.Column("present_on", sa.Date(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("duty IN ('lead', 'second')", name=op.f("ck_activity_facilitators_duty_known")),
        sa.ForeignKeyConstraint(["tenant_id", "account_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_activity_facilitators_tenant_id_account_id")),
        sa.ForeignKeyConstraint(["tenant_id", "activity_id"], ["activities.tenant_id", "activities.id"], name=op.f("fk_activity_facilitators_tenant_id_activity_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_activity_facilitators_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_activity_facilitators")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_activity_facilitators_account", "activity_facilitators", ["tenant_id", "account_id"], unique=False)
    op.create_index("uq_activity_facilitators_duty", "activity_facilitators", ["tenant_id", "activity_id", "duty"], unique=True, postgresql_where=sa.text("removed_at IS NULL"))
    op.create_service_table(
        "activity_parties",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("confirmed", sa.Text(), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.Column("welfare", sa.Text(), nullable=True),
        sa.Column("welfare_on", sa.Date(), nullable=True),
        sa.CheckConstraint("confirmed IN ('yes', 'no')", name=op.f("ck_activity_parties_confirmed_known")),
        sa.CheckConstraint("welfare IN ('well', 'shaken', 'needs_support', 'not_reached')", name=op.f("ck_activity_parties_welfare_known")),
        sa.CheckConstraint("(confirmed IS NULL) = (confirmed_on IS NULL)", name=op.f("ck_activity_parties_confirmed_whole")),
        sa.CheckConstraint("(welfare IS NULL) = (welfare_on IS NULL)", name=op.f("ck_activity_parties_welfare_whole")),
        sa.ForeignKeyConstraint(["tenant_id", "activity_id"], ["activities.tenant_id", "activities.id"], name=op.f("fk_activity_parties_tenant_id_activity_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_activity_parties_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_activity_parties_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_activity_parties")),
        sa.UniqueConstraint("tenant_id", "activity_id", "party_id", name=op.f("uq_activity_parties_tenant_id_activity_id_party_id")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_service_table(
        "agreements",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=True),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("status IN ('draft', 'agreed', 'ended')", name=op.f("ck_agreements_status_known")),
        sa.CheckConstraint("episode > 0", name=op.f("ck_agreements_episode_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "activity_id"], ["activities.tenant_id", "activities.id"], name=op.f("fk_agreements_tenant_id_activity_id")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_agreements_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "made_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_agreements_tenant_id_made_by")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_agreements_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_agreements_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreements")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_agreements_case", "agreements", ["tenant_id", "case_id"], unique=False)
    op.create_service_table(
        "assessments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form_version", sa.Text(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("suggested", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("rating_reason", sa.LargeBinary(), nullable=True),
        sa.Column("assessed_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("assessor_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("(kind = 'risk') = (rating IN ('low', 'medium', 'high'))", name=op.f("ck_assessments_rating_of_its_kind")),
        sa.CheckConstraint("(kind = 'risk') = (suggested IN ('low', 'medium', 'high'))", name=op.f("ck_assessments_suggested_of_its_kind")),
        sa.CheckConstraint("kind IN ('eligibility', 'suitability', 'risk')", name=op.f("ck_assessments_kind_known")),
        sa.CheckConstraint("rating IN ('yes', 'unsure', 'no', 'low', 'medium', 'high')", name=op.f("ck_assessments_rating_known")),
        sa.CheckConstraint("suggested IN ('yes', 'unsure', 'no', 'low', 'medium', 'high')", name=op.f("ck_assessments_suggested_known")),
        sa.CheckConstraint("episode > 0", name=op.f("ck_assessments_episode_positive")),
        sa.CheckConstraint("rating = suggested OR rating_reason IS NOT NULL", name=op.f("ck_assessments_other_rating_has_reason")),
        sa.CheckConstraint("review_on > assessed_on", name=op.f("ck_assessments_review_after_assessment")),
        sa.ForeignKeyConstraint(["tenant_id", "assessor_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_assessments_tenant_id_assessor_id")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_assessments_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_assessments_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_assessments_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_assessments")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_assessments_case", "assessments", ["tenant_id", "case_id"], unique=False)
    op.create_index("ix_assessments_party", "assessments", ["tenant_id", "party_id", "kind", "assessed_on", "recorded_at"], unique=False)
    op.create_service_table(
        "case_documents",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=True),
        sa.Column("addressed_to", sa.Uuid(), nullable=True),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("audience IN ('harmed', 'responsible', 'both', 'facilitators')", name=op.f("ck_case_documents_audience_known")),
        sa.CheckConstraint("(sent_on IS NULL) = (sent_by IS NULL)", name=op.f("ck_case_documents_sent_whole")),
        sa.CheckConstraint("letter IS NULL OR party_id IS NOT NULL", name=op.f("ck_case_documents_letter_to_party")),
        sa.ForeignKeyConstraint(["tenant_id", "added_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_case_documents_tenant_id_added_by")),
        sa.ForeignKeyConstraint(["tenant_id", "addressed_to"], ["contact_points.tenant_id", "contact_points.id"], name=op.f("fk_case_documents_tenant_id_addressed_to")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_case_documents_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "document_id"], ["documents.tenant_id", "documents.id"], name=op.f("fk_case_documents_tenant_id_document_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_case_documents_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "sent_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_case_documents_tenant_id_sent_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_case_documents_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_case_documents")),
        sa.UniqueConstraint("tenant_id", "document_id", name=op.f("uq_case_documents_tenant_id_document_id")),
        grants=("SELECT", "INSERT", "UPDATE", "DELETE"),
        narrow={},
    )
    op.create_index("ix_case_documents_case", "case_documents", ["tenant_id", "case_id"], unique=False)
    op.create_service_table(
        "case_supporters",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("relation", sa.LargeBinary(), nullable=True),
        sa.Column("contact", sa.LargeBinary(), nullable=True),
        sa.Column("may_be_told", sa.Text(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('supporter', 'representative', 'guardian', 'interpreter', 'professional')", name=op.f("ck_case_supporters_kind_known")),
        sa.CheckConstraint("may_be_told IN ('yes', 'no', 'unknown')", name=op.f("ck_case_supporters_may_be_told_known")),
        sa.CheckConstraint("version > 0", name=op.f("ck_case_supporters_version_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "added_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_case_supporters_tenant_id_added_by")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_case_supporters_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_case_supporters_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_case_supporters")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_case_supporters_party", "case_supporters", ["tenant_id", "party_id"], unique=False)
    op.create_service_table(
        "exchanges",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("from_party_id", sa.Uuid(), nullable=False),
        sa.Column("to_party_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("passed_on_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("passed_on_by", sa.Uuid(), nullable=True),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(audience = 'both') = (released_at IS NOT NULL)", name=op.f("ck_exchanges_audience_at_release")),
        sa.CheckConstraint("audience IN ('harmed', 'responsible', 'both', 'facilitators')", name=op.f("ck_exchanges_audience_known")),
        sa.CheckConstraint("kind IN ('message', 'letter', 'recording', 'proxy')", name=op.f("ck_exchanges_kind_known")),
        sa.CheckConstraint(
            "(checked_at IS NULL OR read_at IS NOT NULL) AND (approved_at IS NULL OR checked_at IS NOT NULL) AND (released_at IS NULL OR approved_at IS NOT NULL) AND (passed_on_at IS NULL OR released_at IS NOT NULL)",
            name=op.f("ck_exchanges_steps_in_order"),
        ),
        sa.CheckConstraint(
            "(read_at IS NULL) = (read_by IS NULL) AND (checked_at IS NULL) = (checked_by IS NULL) AND (approved_at IS NULL) = (approved_by IS NULL) AND (released_at IS NULL) = (released_by IS NULL) AND (passed_on_at IS NULL) = (passed_on_by IS NULL)",
            name=op.f("ck_exchanges_steps_whole"),
        ),
        sa.CheckConstraint("checked_by <> read_by", name=op.f("ck_exchanges_two_people")),
        sa.CheckConstraint("from_party_id <> to_party_id", name=op.f("ck_exchanges_to_another")),
        sa.CheckConstraint("words IS NOT NULL OR document_id IS NOT NULL", name=op.f("ck_exchanges_has_content")),
        sa.ForeignKeyConstraint(["tenant_id", "activity_id"], ["activities.tenant_id", "activities.id"], name=op.f("fk_exchanges_tenant_id_activity_id")),
        sa.ForeignKeyConstraint(["tenant_id", "approved_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_exchanges_tenant_id_approved_by")),
        sa.ForeignKeyConstraint(["tenant_id", "checked_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_exchanges_tenant_id_checked_by")),
        sa.ForeignKeyConstraint(["tenant_id", "document_id"], ["documents.tenant_id", "documents.id"], name=op.f("fk_exchanges_tenant_id_document_id")),
        sa.ForeignKeyConstraint(["tenant_id", "from_party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_exchanges_tenant_id_from_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "passed_on_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_exchanges_tenant_id_passed_on_by")),
        sa.ForeignKeyConstraint(["tenant_id", "read_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_exchanges_tenant_id_read_by")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_exchanges_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id", "released_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_exchanges_tenant_id_released_by")),
        sa.ForeignKeyConstraint(["tenant_id", "to_party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_exchanges_tenant_id_to_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_exchanges_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_exchanges")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_exchanges_activity", "exchanges", ["tenant_id", "activity_id"], unique=False)
    op.create_service_table(
        "follow_ups",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_tried_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("welfare", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("kind IN ('days', 'weeks', 'months')", name=op.f("ck_follow_ups_kind_known")),
        sa.CheckConstraint("outcome IN ('reached', 'not_reached', 'declined')", name=op.f("ck_follow_ups_outcome_known")),
        sa.CheckConstraint("(done_on IS NULL) OR (outcome IS NOT NULL)", name=op.f("ck_follow_ups_done_has_outcome")),
        sa.CheckConstraint("attempts >= 0 AND episode > 0", name=op.f("ck_follow_ups_counts_not_negative")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_follow_ups_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_follow_ups_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_follow_ups_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_follow_ups")),
        sa.UniqueConstraint("tenant_id", "party_id", "episode", "kind", name=op.f("uq_follow_ups_tenant_id_party_id_episode_kind")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_follow_ups_case", "follow_ups", ["tenant_id", "case_id"], unique=False)
    op.create_service_table(
        "handover_records",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("position >= 0", name=op.f("ck_handover_records_position_not_negative")),
        sa.ForeignKeyConstraint(["tenant_id", "handover_id"], ["handovers.tenant_id", "handovers.id"], name=op.f("fk_handover_records_tenant_id_handover_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_handover_records_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_handover_records")),
        sa.UniqueConstraint("tenant_id", "handover_id", "part", "position", name=op.f("uq_handover_records_tenant_id_handover_id_part_position")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_service_table(
        "joint_cases",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("handover_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("we_lead", sa.Boolean(), nullable=False),
        sa.Column("knew_them", sa.Boolean(), nullable=False),
        sa.Column("told", sa.LargeBinary(), nullable=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("going_ahead", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("holds", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("plan_status", sa.Text(), nullable=True),
        sa.Column("plan_form", sa.Text(), nullable=True),
        sa.Column("plan_terms", sa.Text(), nullable=True),
        sa.Column("plan_starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("plan_held_on", sa.Date(), nullable=True),
        sa.Column("plan_place", sa.LargeBinary(), nullable=True),
        sa.Column("plan_address", sa.LargeBinary(), nullable=True),
        sa.Column("plan_leaders", sa.LargeBinary(), nullable=True),
        sa.Column("we_agreed_on", sa.Date(), nullable=True),
        sa.Column("we_confirmed_on", sa.Date(), nullable=True),
        sa.Column("we_said_no", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.CheckConstraint(
            "plan_form IN ('conf_f2f', 'conf_video', 'conf_community', 'fgc', 'circle', 'panel', 'shuttle_person', 'shuttle_phone', 'shuttle_video', 'letter', 'audio', 'video_msg', 'proxy', 'conversation', 'apology_oocd')",
            name=op.f("ck_joint_cases_plan_form_known"),
        ),
        sa.CheckConstraint("plan_status IN ('planned', 'confirmed', 'under_way', 'completed', 'stopped', 'cancelled', 'postponed', 'on_hold')", name=op.f("ck_joint_cases_plan_status_known")),
        sa.CheckConstraint("heard_at IS NOT NULL OR NOT going_ahead", name=op.f("ck_joint_cases_heard_before_going_ahead")),
        sa.CheckConstraint("num_nonnulls(plan_status, plan_form, plan_terms) IN (0, 3)", name=op.f("ck_joint_cases_plan_whole")),
        sa.ForeignKeyConstraint(["other_id"], ["organisations.id"], name=op.f("fk_joint_cases_other_id")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_joint_cases_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "handover_id"], ["handovers.tenant_id", "handovers.id"], name=op.f("fk_joint_cases_tenant_id_handover_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_joint_cases_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_joint_cases")),
        sa.UniqueConstraint("tenant_id", "case_id", name=op.f("uq_joint_cases_tenant_id_case_id")),
        sa.UniqueConstraint("tenant_id", "handover_id", name=op.f("uq_joint_cases_tenant_id_handover_id")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_service_table(
        "one_use_links",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("word_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("purpose IN ('agreement_words', 'agreement_done', 'survey')", name=op.f("ck_one_use_links_purpose_known")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_one_use_links_tries_not_negative")),
        sa.CheckConstraint("used_at IS NULL OR ended_at IS NULL", name=op.f("ck_one_use_links_used_or_ended")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_one_use_links_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "made_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_one_use_links_tenant_id_made_by")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_one_use_links_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_one_use_links_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_one_use_links")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_one_use_links_tenant_id_token_hash")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_one_use_links_case", "one_use_links", ["tenant_id", "case_id"], unique=False)
    op.create_index("ix_one_use_links_party", "one_use_links", ["tenant_id", "party_id"], unique=False)
    op.create_service_table(
        "preparation_meetings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("held", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("held IN ('in_person', 'video', 'phone')", name=op.f("ck_preparation_meetings_held_known")),
        sa.CheckConstraint("episode > 0", name=op.f("ck_preparation_meetings_episode_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_preparation_meetings_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_preparation_meetings_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_preparation_meetings_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_preparation_meetings_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_preparation_meetings")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_preparation_meetings_party", "preparation_meetings", ["tenant_id", "party_id", "held_on"], unique=False)
    op.create_service_table(
        "referral_notes",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("signpost", sa.Text(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("(kind = 'signposted') = (signpost IS NOT NULL)", name=op.f("ck_referral_notes_signpost_of_signposted")),
        sa.CheckConstraint("(kind IN ('asked', 'told')) = (whom IS NOT NULL)", name=op.f("ck_referral_notes_whom_of_asked_and_told")),
        sa.CheckConstraint("how IN ('phone', 'email', 'text', 'post', 'in_person')", name=op.f("ck_referral_notes_how_known")),
        sa.CheckConstraint("kind IN ('asked', 'answered', 'told', 'signposted')", name=op.f("ck_referral_notes_kind_known")),
        sa.CheckConstraint(
            "signpost IN ('other_service', 'victim_services', 'police', 'probation', 'youth_justice', 'mediation', 'legal_advice', 'health', 'housing', 'other')",
            name=op.f("ck_referral_notes_signpost_known"),
        ),
        sa.CheckConstraint("whom IN ('person', 'referrer', 'other', 'nobody')", name=op.f("ck_referral_notes_whom_known")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_referral_notes_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id", "referral_id"], ["referrals.tenant_id", "referrals.id"], name=op.f("fk_referral_notes_tenant_id_referral_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_referral_notes_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_referral_notes")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_referral_notes_referral", "referral_notes", ["tenant_id", "referral_id", "recorded_at"], unique=False)
    op.create_service_table(
        "risk_actions",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("what", sa.LargeBinary(), nullable=False),
        sa.Column("high", sa.Boolean(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("version > 0", name=op.f("ck_risk_actions_version_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_risk_actions_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "created_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_risk_actions_tenant_id_created_by")),
        sa.ForeignKeyConstraint(["tenant_id", "owner_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_risk_actions_tenant_id_owner_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_risk_actions_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_risk_actions_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_risk_actions")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_risk_actions_case", "risk_actions", ["tenant_id", "case_id"], unique=False)
    op.create_service_table(
        "survey_invitations",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("why_not", sa.Text(), nullable=True),
        sa.Column("offered_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.CheckConstraint("(status = 'not_offered') = (why_not IS NOT NULL)", name=op.f("ck_survey_invitations_why_not_said")),
        sa.CheckConstraint("status IN ('offered', 'answered', 'declined', 'not_offered')", name=op.f("ck_survey_invitations_status_known")),
        sa.CheckConstraint("why_not IN ('no_consent', 'not_safe', 'not_reached', 'too_much')", name=op.f("ck_survey_invitations_why_not_known")),
        sa.CheckConstraint("episode > 0", name=op.f("ck_survey_invitations_episode_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_survey_invitations_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_survey_invitations_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_survey_invitations_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_survey_invitations_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_invitations")),
        sa.UniqueConstraint("tenant_id", "party_id", "episode", name=op.f("uq_survey_invitations_tenant_id_party_id_episode")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_survey_invitations_case", "survey_invitations", ["tenant_id", "case_id"], unique=False)
    op.create_service_table(
        "tasks",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("owner_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("made_for", sa.Text(), nullable=True),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("audience IN ('harmed', 'responsible', 'both', 'facilitators')", name=op.f("ck_tasks_audience_known")),
        sa.CheckConstraint(
            "kind IN ('contact', 'reminder', 'withdrawal', 'hold_review', 'approval', 'risk_action', 'assessment_review', 'agreement_item', 'follow_up', 'survey', 'tell', 'reconfirm', 'new_lead')",
            name=op.f("ck_tasks_kind_known"),
        ),
        sa.CheckConstraint("(done_at IS NULL) = (done_by IS NULL)", name=op.f("ck_tasks_done_whole")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_tasks_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "created_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_tasks_tenant_id_created_by")),
        sa.ForeignKeyConstraint(["tenant_id", "done_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_tasks_tenant_id_done_by")),
        sa.ForeignKeyConstraint(["tenant_id", "owner_id"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_tasks_tenant_id_owner_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_tasks_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_tasks_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tasks")),
        sa.UniqueConstraint("tenant_id", "made_for", name=op.f("uq_tasks_tenant_id_made_for")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_tasks_case", "tasks", ["tenant_id", "case_id"], unique=False)
    op.create_index("ix_tasks_due", "tasks", ["tenant_id", "due_on", "case_id"], unique=False, postgresql_where=sa.text("done_at IS NULL"))
    op.create_index("ix_tasks_owner", "tasks", ["tenant_id", "owner_id", "due_on"], unique=False, postgresql_where=sa.text("done_at IS NULL"))
    op.create_service_table(
        "tellings",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("about_party_id", sa.Uuid(), nullable=False),
        sa.Column("told_party_id", sa.Uuid(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("wording_version", sa.Text(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("how", sa.Text(), nullable=True),
        sa.Column("again_on", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(decision = 'later') = (again_on IS NOT NULL)", name=op.f("ck_tellings_later_has_day")),
        sa.CheckConstraint("decision IN ('tell', 'do_not_tell', 'later')", name=op.f("ck_tellings_decision_known")),
        sa.CheckConstraint("how IN ('in_person', 'phone', 'letter', 'message', 'through_another')", name=op.f("ck_tellings_how_known")),
        sa.CheckConstraint("num_nonnulls(told_party_id, wording, wording_version, told_on, how) = CASE WHEN decision = 'tell' THEN 5 ELSE 0 END", name=op.f("ck_tellings_told_whole")),
        sa.CheckConstraint("told_party_id <> about_party_id", name=op.f("ck_tellings_another_is_told")),
        sa.ForeignKeyConstraint(["tenant_id", "about_party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_tellings_tenant_id_about_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_tellings_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_tellings_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id", "told_party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_tellings_tenant_id_told_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_tellings_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_tellings")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_tellings_case", "tellings", ["tenant_id", "case_id"], unique=False)
    op.create_service_table(
        "wellbeing_scores",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("episode", sa.Integer(), nullable=False),
        sa.Column("moment", sa.Text(), nullable=False),
        sa.Column("health", sa.Integer(), nullable=True),
        sa.Column("home", sa.Integer(), nullable=True),
        sa.Column("family", sa.Integer(), nullable=True),
        sa.Column("skills", sa.Integer(), nullable=True),
        sa.Column("substances", sa.Integer(), nullable=True),
        sa.Column("money", sa.Integer(), nullable=True),
        sa.Column("outlook", sa.Integer(), nullable=True),
        sa.Column("others", sa.Integer(), nullable=True),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False),
        sa.CheckConstraint("moment IN ('start', 'end')", name=op.f("ck_wellbeing_scores_moment_known")),
        sa.CheckConstraint("episode > 0", name=op.f("ck_wellbeing_scores_episode_positive")),
        sa.CheckConstraint(
            "health BETWEEN 1 AND 5 AND home BETWEEN 1 AND 5 AND family BETWEEN 1 AND 5 AND skills BETWEEN 1 AND 5 AND substances BETWEEN 1 AND 5 AND money BETWEEN 1 AND 5 AND outlook BETWEEN 1 AND 5 AND others BETWEEN 1 AND 5",
            name=op.f("ck_wellbeing_scores_needs_in_range"),
        ),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_wellbeing_scores_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_wellbeing_scores_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_wellbeing_scores_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_wellbeing_scores_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_wellbeing_scores")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_wellbeing_scores_party", "wellbeing_scores", ["tenant_id", "party_id", "moment"], unique=False)
    op.create_service_table(
        "activity_attendees",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("activity_id", sa.Uuid(), nullable=False),
        sa.Column("supporter_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.LargeBinary(), nullable=True),
        sa.Column("work", sa.LargeBinary(), nullable=True),
        sa.Column("harmed_side", sa.Text(), nullable=False),
        sa.Column("responsible_side", sa.Text(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=True),
        sa.CheckConstraint("harmed_side IN ('yes', 'no', 'not_asked')", name=op.f("ck_activity_attendees_harmed_side_known")),
        sa.CheckConstraint("responsible_side IN ('yes', 'no', 'not_asked')", name=op.f("ck_activity_attendees_responsible_side_known")),
        sa.CheckConstraint("(supporter_id IS NULL) = (name IS NOT NULL)", name=op.f("ck_activity_attendees_supporter_or_name")),
        sa.ForeignKeyConstraint(["tenant_id", "activity_id"], ["activities.tenant_id", "activities.id"], name=op.f("fk_activity_attendees_tenant_id_activity_id")),
        sa.ForeignKeyConstraint(["tenant_id", "supporter_id"], ["case_supporters.tenant_id", "case_supporters.id"], name=op.f("fk_activity_attendees_tenant_id_supporter_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_activity_attendees_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_activity_attendees")),
        grants=("SELECT", "INSERT", "UPDATE", "DELETE"),
        narrow={},
    )
    op.create_index("ix_activity_attendees_activity", "activity_attendees", ["tenant_id", "activity_id"], unique=False)
    op.create_service_table(
        "agreement_items",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.Column("evidence", sa.LargeBinary(), nullable=True),
        sa.Column("owner_party_id", sa.Uuid(), nullable=False),
        sa.Column("for_party_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("amount_pence", sa.Integer(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("accepted_harmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_responsible_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("harmed_told_on", sa.Date(), nullable=True),
        sa.Column("harmed_told_by", sa.Uuid(), nullable=True),
        sa.Column("harmed_told_how", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("harmed_told_how IN ('in_person', 'phone', 'video', 'through_supporter')", name=op.f("ck_agreement_items_harmed_told_how_known")),
        sa.CheckConstraint("kind IN ('apology', 'restitution', 'service', 'other')", name=op.f("ck_agreement_items_kind_known")),
        sa.CheckConstraint("status IN ('proposed', 'agreed', 'in_progress', 'completed', 'not_completed', 'varied', 'waived')", name=op.f("ck_agreement_items_status_known")),
        sa.CheckConstraint("status IN ('proposed', 'waived') OR (accepted_harmed_at IS NOT NULL AND accepted_responsible_at IS NOT NULL)", name=op.f("ck_agreement_items_accepted_by_both")),
        sa.CheckConstraint("visibility IN ('harmed', 'responsible', 'both', 'facilitators')", name=op.f("ck_agreement_items_visibility_known")),
        sa.CheckConstraint("(harmed_told_on IS NULL) = (harmed_told_by IS NULL) AND (harmed_told_on IS NULL) = (harmed_told_how IS NULL)", name=op.f("ck_agreement_items_told_whole")),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_agreement_items_amount_positive")),
        sa.CheckConstraint("version > 0", name=op.f("ck_agreement_items_version_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"], name=op.f("fk_agreement_items_tenant_id_agreement_id")),
        sa.ForeignKeyConstraint(["tenant_id", "for_party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_agreement_items_tenant_id_for_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "harmed_told_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_agreement_items_tenant_id_harmed_told_by")),
        sa.ForeignKeyConstraint(["tenant_id", "owner_party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_agreement_items_tenant_id_owner_party_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_agreement_items_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreement_items")),
        grants=("SELECT", "INSERT", "UPDATE"),
        narrow={},
    )
    op.create_index("ix_agreement_items_agreement", "agreement_items", ["tenant_id", "agreement_id"], unique=False)
    op.create_index("ix_agreement_items_due", "agreement_items", ["tenant_id", "status", "due_on"], unique=False)
    op.create_service_table(
        "note_tokens",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"], name=op.f("fk_note_tokens_tenant_id_case_id")),
        sa.ForeignKeyConstraint(["tenant_id", "event_id"], ["case_events.tenant_id", "case_events.id"], name=op.f("fk_note_tokens_tenant_id_event_id")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_note_tokens_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_note_tokens")),
        sa.UniqueConstraint("tenant_id", "event_id", "token", name=op.f("uq_note_tokens_tenant_id_event_id_token")),
        grants=("SELECT", "INSERT", "UPDATE", "DELETE"),
        narrow={},
    )
    op.create_index("ix_note_tokens_token", "note_tokens", ["tenant_id", "token", "event_id"], unique=False)
    op.create_service_table(
        "survey_answers",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("invitation_id", sa.Uuid(), nullable=False),
        sa.Column("questions_version", sa.Text(), nullable=False),
        sa.Column("through", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=False),
        sa.Column("satisfied", sa.Integer(), nullable=True),
        sa.Column("heard", sa.Integer(), nullable=True),
        sa.Column("safe", sa.Integer(), nullable=True),
        sa.Column("voluntary", sa.Integer(), nullable=True),
        sa.Column("coping", sa.Integer(), nullable=True),
        sa.Column("recommend", sa.Integer(), nullable=True),
        sa.Column("words", sa.LargeBinary(), nullable=True),
        sa.Column("own", sa.LargeBinary(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("through = 'link' OR recorded_by IS NOT NULL", name=op.f("ck_survey_answers_recorder_unless_link")),
        sa.CheckConstraint("through IN ('link', 'paper', 'phone', 'in_person')", name=op.f("ck_survey_answers_through_known")),
        sa.CheckConstraint(
            "satisfied BETWEEN 1 AND 5 AND heard BETWEEN 1 AND 5 AND safe BETWEEN 1 AND 5 AND voluntary BETWEEN 0 AND 1 AND coping BETWEEN 1 AND 5 AND recommend BETWEEN 0 AND 10",
            name=op.f("ck_survey_answers_answers_in_range"),
        ),
        sa.ForeignKeyConstraint(["tenant_id", "invitation_id"], ["survey_invitations.tenant_id", "survey_invitations.id"], name=op.f("fk_survey_answers_tenant_id_invitation_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_survey_answers_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_survey_answers_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_survey_answers")),
        sa.UniqueConstraint("tenant_id", "invitation_id", name=op.f("uq_survey_answers_tenant_id_invitation_id")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_service_table(
        "agreement_payments",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("amount_pence", sa.Integer(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("amount_pence > 0", name=op.f("ck_agreement_payments_amount_positive")),
        sa.ForeignKeyConstraint(["tenant_id", "item_id"], ["agreement_items.tenant_id", "agreement_items.id"], name=op.f("fk_agreement_payments_tenant_id_item_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_agreement_payments_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_agreement_payments_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreement_payments")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_agreement_payments_item", "agreement_payments", ["tenant_id", "item_id"], unique=False)
    op.create_service_table(
        "agreement_reports",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("said IN ('done', 'not_done', 'rather_not_say')", name=op.f("ck_agreement_reports_said_known")),
        sa.ForeignKeyConstraint(["tenant_id", "item_id"], ["agreement_items.tenant_id", "agreement_items.id"], name=op.f("fk_agreement_reports_tenant_id_item_id")),
        sa.ForeignKeyConstraint(["tenant_id", "party_id"], ["case_parties.tenant_id", "case_parties.id"], name=op.f("fk_agreement_reports_tenant_id_party_id")),
        sa.ForeignKeyConstraint(["tenant_id", "recorded_by"], ["accounts.tenant_id", "accounts.id"], name=op.f("fk_agreement_reports_tenant_id_recorded_by")),
        sa.ForeignKeyConstraint(["tenant_id"], ["organisations.id"], name=op.f("fk_agreement_reports_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_agreement_reports")),
        grants=("SELECT", "INSERT"),
        narrow={},
    )
    op.create_index("ix_agreement_reports_item", "agreement_reports", ["tenant_id", "item_id"], unique=False)
    op.add_column("activities", sa.Column("episode", sa.Integer(), server_default="1", nullable=False))
    op.add_column("activities", sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("venue_id", sa.Uuid(), nullable=True))
    op.add_column("activities", sa.Column("script", sa.Text(), nullable=True))
    op.add_column("activities", sa.Column("seating", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True))
    op.add_column("activities", sa.Column("speaking", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True))
    op.add_column("activities", sa.Column("began_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("paused_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("activities", sa.Column("ground_rules", sa.Text(), nullable=True))
    op.add_column("activities", sa.Column("agreement_reached", sa.Boolean(), nullable=True))
    op.add_column("activities", sa.Column("sequence", sa.Integer(), server_default="0", nullable=False))
    op.add_column("activities", sa.Column("changed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False))
    op.alter_column("activities", "happened_on", existing_type=sa.DATE(), nullable=True)
    op.create_index("uq_activities_open", "activities", ["tenant_id", "case_id"], unique=True, postgresql_where=sa.text("status IN ('planned', 'confirmed', 'under_way', 'on_hold', 'postponed')"))
    op.add_column("case_events", sa.Column("audience", sa.Text(), server_default="facilitators", nullable=False))
    op.add_column("case_members", sa.Column("duty", sa.Text(), server_default="works", nullable=False))
    op.add_column("case_parties", sa.Column("responsibility", sa.Text(), server_default="not_asked", nullable=False))
    op.add_column("case_parties", sa.Column("options_explained_on", sa.Date(), nullable=True))
    op.add_column("case_parties", sa.Column("preferred_form", sa.Text(), nullable=True))
    op.add_column("case_parties", sa.Column("kept_by_id", sa.Uuid(), nullable=True))
    op.add_column("case_parties", sa.Column("led_there", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("cases", sa.Column("restricted", sa.Boolean(), server_default="false", nullable=False))
    op.add_column("cases", sa.Column("hold_review_on", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("reopened_on", sa.Date(), nullable=True))
    op.add_column("cases", sa.Column("initiated_before", sa.Boolean(), server_default="false", nullable=False))
    op.create_index("ix_cases_closed", "cases", ["tenant_id", "closed_at", "id"], unique=False)
    op.create_index("ix_cases_opened", "cases", ["tenant_id", "opened_at", "id"], unique=False)
    op.add_column("conflict_declarations", sa.Column("words", sa.LargeBinary(), nullable=True))
    op.create_index("ix_conflict_declarations_account", "conflict_declarations", ["tenant_id", "account_id"], unique=False, postgresql_where=sa.text("conflict"))
    op.add_column("consents", sa.Column("form", sa.Text(), nullable=True))
    op.add_column("consents", sa.Column("about", sa.LargeBinary(), nullable=True))
    op.add_column("consents", sa.Column("witness", sa.LargeBinary(), nullable=True))
    op.add_column("consents", sa.Column("expires_on", sa.Date(), nullable=True))
    op.add_column("consents", sa.Column("episode", sa.Integer(), server_default="1", nullable=False))
    op.add_column("consents", sa.Column("brought_from", sa.Text(), nullable=True))
    op.add_column("contact_points", sa.Column("value_token", sa.LargeBinary(), nullable=True))
    op.add_column("contact_points", sa.Column("clashed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contact_points", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("contact_points", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.create_index("ix_contact_points_token", "contact_points", ["tenant_id", "value_token"], unique=False)
    op.add_column("messages", sa.Column("case_id", sa.Uuid(), nullable=True))
    op.add_column("messages", sa.Column("party_id", sa.Uuid(), nullable=True))
    op.create_index("ix_messages_case", "messages", ["tenant_id", "case_id"], unique=False)
    op.add_column("people", sa.Column("individual_id", sa.Uuid(), nullable=True))
    op.add_column("people", sa.Column("known_as", sa.LargeBinary(), nullable=True))
    op.create_index("ix_people_individual", "people", ["tenant_id", "individual_id"], unique=False)
    op.add_column("person_needs", sa.Column("faith", sa.LargeBinary(), nullable=True))
    op.add_column("person_needs", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("person_needs", sa.Column("asked_by", sa.Uuid(), nullable=True))
    op.add_column("person_needs", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    with unforced("accounts", "activities", "case_parties", "cases", "messages", "people", "person_needs", "venues"):
        op.create_foreign_key(op.f("fk_activities_tenant_id_venue_id"), "activities", "venues", ["tenant_id", "venue_id"], ["tenant_id", "id"])
        op.create_foreign_key(op.f("fk_case_parties_kept_by_id"), "case_parties", "organisations", ["kept_by_id"], ["id"])
        op.create_foreign_key(op.f("fk_messages_tenant_id_case_id"), "messages", "cases", ["tenant_id", "case_id"], ["tenant_id", "id"])
        op.create_foreign_key(op.f("fk_messages_tenant_id_party_id"), "messages", "case_parties", ["tenant_id", "party_id"], ["tenant_id", "id"])
        op.create_foreign_key(op.f("fk_people_tenant_id_individual_id"), "people", "people", ["tenant_id", "individual_id"], ["tenant_id", "id"])
        op.create_foreign_key(op.f("fk_person_needs_tenant_id_asked_by"), "person_needs", "accounts", ["tenant_id", "asked_by"], ["tenant_id", "id"])
    op.create_check_constraint(op.f("ck_activities_completed_has_day"), "activities", "status <> 'completed' OR happened_on IS NOT NULL")
    op.create_check_constraint(op.f("ck_activities_counts_positive"), "activities", "episode > 0 AND sequence >= 0")
    op.create_check_constraint(op.f("ck_activities_ends_after_start"), "activities", "ends_at IS NULL OR (starts_at IS NOT NULL AND ends_at > starts_at)")
    op.create_check_constraint(op.f("ck_activities_paused_while_under_way"), "activities", "paused_at IS NULL OR status = 'under_way'")
    op.create_check_constraint(op.f("ck_activities_status_known"), "activities", "status IN ('planned', 'confirmed', 'under_way', 'completed', 'stopped', 'cancelled', 'postponed', 'on_hold')")
    op.create_check_constraint(op.f("ck_activities_under_way_began"), "activities", "status NOT IN ('under_way', 'stopped') OR began_at IS NOT NULL")
    op.create_check_constraint(op.f("ck_case_events_audience_known"), "case_events", "audience IN ('harmed', 'responsible', 'both', 'facilitators')")
    op.create_check_constraint(
        op.f("ck_case_events_from_stage_known"),
        "case_events",
        "from_stage IN ('allocated', 'exploring', 'assessing', 'preparing', 'scheduled', 'in_process', 'follow_up', 'on_hold', 'closed', 'transferred', 'erased')",
    )
    op.create_check_constraint(
        op.f("ck_case_events_kind_known"),
        "case_events",
        "kind IN ('opened', 'stage_changed', 'party_added', 'party_state_changed', 'contact_added', 'contact_attempted', 'contact_checked', 'consent_recorded', 'withdrew', 'conflict_declared', 'staff_changed', 'activity_recorded', 'information_given', 'note', 'person_changed', 'facts_changed', 'sign_off_requested', 'sign_off_decided', 'told', 'task_set', 'task_done', 'supporter_changed', 'prepared', 'assessed', 'risk_action', 'agency_asked', 'classed', 'meeting_changed', 'paper_made', 'agreement_changed', 'followed_up', 'surveyed', 'access_changed', 'referral_joined', 'handed_over', 'matched', 'searched', 'imported')",
    )
    op.create_check_constraint(
        op.f("ck_case_events_to_stage_known"),
        "case_events",
        "to_stage IN ('allocated', 'exploring', 'assessing', 'preparing', 'scheduled', 'in_process', 'follow_up', 'on_hold', 'closed', 'transferred', 'erased')",
    )
    op.create_check_constraint(op.f("ck_case_members_duty_known"), "case_members", "duty IN ('works', 'second_facilitator', 'reads')")
    op.create_check_constraint(op.f("ck_case_parties_led_where_kept"), "case_parties", "kept_by_id IS NOT NULL OR NOT led_there")
    op.create_check_constraint(op.f("ck_case_parties_responsibility_known"), "case_parties", "responsibility IN ('full', 'partial', 'none', 'not_asked')")
    op.create_check_constraint(op.f("ck_case_parties_responsibility_of_responsible"), "case_parties", "role <> 'harmed' OR responsibility = 'not_asked'")
    op.create_check_constraint(op.f("ck_cases_closed_has_reason"), "cases", "(stage IN ('closed', 'erased')) = (closure_reason IS NOT NULL)")
    op.create_check_constraint(op.f("ck_cases_hold_has_review"), "cases", "(stage = 'on_hold') = (hold_review_on IS NOT NULL)")
    op.create_check_constraint(
        op.f("ck_cases_stage_known"), "cases", "stage IN ('allocated', 'exploring', 'assessing', 'preparing', 'scheduled', 'in_process', 'follow_up', 'on_hold', 'closed', 'transferred', 'erased')"
    )
    op.create_check_constraint(op.f("ck_consents_channel_known"), "consents", "channel IN ('online', 'paper', 'e_signed', 'verbal_witnessed', 'spoken', 'message', 'through_another')")
    op.create_check_constraint(op.f("ck_consents_episode_positive"), "consents", "episode > 0")
    op.create_check_constraint(op.f("ck_consents_form_of_taking_part"), "consents", "form IS NULL OR purpose = 'take_part'")
    op.create_check_constraint(op.f("ck_consents_given_properly"), "consents", "decision <> 'given' OR channel NOT IN ('spoken', 'message', 'through_another')")
    op.create_check_constraint(
        op.f("ck_consents_purpose_known"),
        "consents",
        "purpose IN ('store_and_contact', 'approach_other', 'take_part', 'attendance', 'share_with_agency', 'outcome_agreement', 'share_outcome', 'survey', 'later_follow_up', 'case_study', 'transfer', 'keep_longer')",
    )
    op.create_check_constraint(op.f("ck_contact_points_version_positive"), "contact_points", "version > 0")
    op.create_check_constraint(
        op.f("ck_messages_kind_known"),
        "messages",
        "kind IN ('new_referral', 'acknowledgement', 'invitation', 'test', 'agency_confirmation', 'agency_outcome', 'held_expiry', 'link', 'handover_offer')",
    )
    op.create_check_constraint(op.f("ck_messages_status_known"), "messages", "status IN ('decided', 'sent', 'refused', 'cancelled')")
    op.create_check_constraint(op.f("ck_person_needs_asked_whole"), "person_needs", "(asked_by IS NULL) = (asked_at IS NULL)")
    op.create_check_constraint(op.f("ck_person_needs_version_positive"), "person_needs", "version > 0")


def downgrade() -> None:
    op.drop_constraint(op.f("ck_activities_completed_has_day"), "activities", type_="check")
    op.drop_constraint(op.f("ck_activities_counts_positive"), "activities", type_="check")
    op.drop_constraint(op.f("ck_activities_ends_after_start"), "activities", type_="check")
    op.drop_constraint(op.f("ck_activities_paused_while_under_way"), "activities", type_="check")
    op.drop_constraint(op.f("ck_activities_status_known"), "activities", type_="check")
    op.drop_constraint(op.f("ck_activities_under_way_began"), "activities", type_="check")
    op.drop_constraint(op.f("ck_case_events_audience_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_events_from_stage_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_events_kind_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_events_to_stage_known"), "case_events", type_="check")
    op.drop_constraint(op.f("ck_case_members_duty_known"), "case_members", type_="check")
    op.drop_constraint(op.f("ck_case_parties_led_where_kept"), "case_parties", type_="check")
    op.drop_constraint(op.f("ck_case_parties_responsibility_known"), "case_parties", type_="check")
    op.drop_constraint(op.f("ck_case_parties_responsibility_of_responsible"), "case_parties", type_="check")
    op.drop_constraint(op.f("ck_cases_closed_has_reason"), "cases", type_="check")
    op.drop_constraint(op.f("ck_cases_hold_has_review"), "cases", type_="check")
    op.drop_constraint(op.f("ck_cases_stage_known"), "cases", type_="check")
    op.drop_constraint(op.f("ck_consents_channel_known"), "consents", type_="check")
    op.drop_constraint(op.f("ck_consents_episode_positive"), "consents", type_="check")
    op.drop_constraint(op.f("ck_consents_form_of_taking_part"), "consents", type_="check")
    op.drop_constraint(op.f("ck_consents_given_properly"), "consents", type_="check")
    op.drop_constraint(op.f("ck_consents_purpose_known"), "consents", type_="check")
    op.drop_constraint(op.f("ck_contact_points_version_positive"), "contact_points", type_="check")
    op.drop_constraint(op.f("ck_messages_kind_known"), "messages", type_="check")
    op.drop_constraint(op.f("ck_messages_status_known"), "messages", type_="check")
    op.drop_constraint(op.f("ck_person_needs_asked_whole"), "person_needs", type_="check")
    op.drop_constraint(op.f("ck_person_needs_version_positive"), "person_needs", type_="check")
    op.drop_constraint(op.f("fk_person_needs_tenant_id_asked_by"), "person_needs", type_="foreignkey")
    op.drop_column("person_needs", "version")
    op.drop_column("person_needs", "asked_by")
    op.drop_column("person_needs", "asked_at")
    op.drop_column("person_needs", "faith")
    op.drop_constraint(op.f("fk_people_tenant_id_individual_id"), "people", type_="foreignkey")
    op.drop_index("ix_people_individual", table_name="people")
    op.drop_column("people", "known_as")
    op.drop_column("people", "individual_id")
    op.drop_constraint(op.f("fk_messages_tenant_id_party_id"), "messages", type_="foreignkey")
    op.drop_constraint(op.f("fk_messages_tenant_id_case_id"), "messages", type_="foreignkey")
    op.drop_index("ix_messages_case", table_name="messages")
    op.drop_column("messages", "party_id")
    op.drop_column("messages", "case_id")
    op.drop_index("ix_contact_points_token", table_name="contact_points")
    op.drop_column("contact_points", "version")
    op.drop_column("contact_points", "ended_at")
    op.drop_column("contact_points", "clashed_at")
    op.drop_column("contact_points", "value_token")
    op.drop_column("consents", "brought_from")
    op.drop_column("consents", "episode")
    op.drop_column("consents", "expires_on")
    op.drop_column("consents", "witness")
    op.drop_column("consents", "about")
    op.drop_column("consents", "form")
    op.drop_index("ix_conflict_declarations_account", table_name="conflict_declarations", postgresql_where=sa.text("conflict"))
    op.drop_column("conflict_declarations", "words")
    op.drop_index("ix_cases_opened", table_name="cases")
    op.drop_index("ix_cases_closed", table_name="cases")
    op.drop_column("cases", "initiated_before")
    op.drop_column("cases", "reopened_on")
    op.drop_column("cases", "hold_review_on")
    op.drop_column("cases", "restricted")
    op.drop_constraint(op.f("fk_case_parties_kept_by_id"), "case_parties", type_="foreignkey")
    op.drop_column("case_parties", "led_there")
    op.drop_column("case_parties", "kept_by_id")
    op.drop_column("case_parties", "preferred_form")
    op.drop_column("case_parties", "options_explained_on")
    op.drop_column("case_parties", "responsibility")
    op.drop_column("case_members", "duty")
    op.drop_column("case_events", "audience")
    op.drop_constraint(op.f("fk_activities_tenant_id_venue_id"), "activities", type_="foreignkey")
    op.drop_index("uq_activities_open", table_name="activities", postgresql_where=sa.text("status IN ('planned', 'confirmed', 'under_way', 'on_hold', 'postponed')"))
    op.alter_column("activities", "happened_on", existing_type=sa.DATE(), nullable=False)
    op.drop_column("activities", "changed_at")
    op.drop_column("activities", "sequence")
    op.drop_column("activities", "agreement_reached")
    op.drop_column("activities", "ground_rules")
    op.drop_column("activities", "ended_at")
    op.drop_column("activities", "paused_at")
    op.drop_column("activities", "began_at")
    op.drop_column("activities", "speaking")
    op.drop_column("activities", "seating")
    op.drop_column("activities", "script")
    op.drop_column("activities", "venue_id")
    op.drop_column("activities", "ends_at")
    op.drop_column("activities", "starts_at")
    op.drop_column("activities", "episode")
    op.drop_index("ix_agreement_reports_item", table_name="agreement_reports")
    op.drop_table("agreement_reports")
    op.drop_index("ix_agreement_payments_item", table_name="agreement_payments")
    op.drop_table("agreement_payments")
    op.drop_table("survey_answers")
    op.drop_index("ix_note_tokens_token", table_name="note_tokens")
    op.drop_table("note_tokens")
    op.drop_index("ix_agreement_items_due", table_name="agreement_items")
    op.drop_index("ix_agreement_items_agreement", table_name="agreement_items")
    op.drop_table("agreement_items")
    op.drop_index("ix_activity_attendees_activity", table_name="activity_attendees")
    op.drop_table("activity_attendees")
    op.drop_index("ix_wellbeing_scores_party", table_name="wellbeing_scores")
    op.drop_table("wellbeing_scores")
    op.drop_index("ix_tellings_case", table_name="tellings")
    op.drop_table("tellings")
    op.drop_index("ix_tasks_owner", table_name="tasks", postgresql_where=sa.text("done_at IS NULL"))
    op.drop_index("ix_tasks_due", table_name="tasks", postgresql_where=sa.text("done_at IS NULL"))
    op.drop_index("ix_tasks_case", table_name="tasks")
    op.drop_table("tasks")
    op.drop_index("ix_survey_invitations_case", table_name="survey_invitations")
    op.drop_table("survey_invitations")
    op.drop_index("ix_risk_actions_case", table_name="risk_actions")
    op.drop_table("risk_actions")
    op.drop_index("ix_referral_notes_referral", table_name="referral_notes")
    op.drop_table("referral_notes")
    op.drop_index("ix_preparation_meetings_party", table_name="preparation_meetings")
    op.drop_table("preparation_meetings")
    op.drop_index("ix_one_use_links_party", table_name="one_use_links")
    op.drop_index("ix_one_use_links_case", table_name="one_use_links")
    op.drop_table("one_use_links")
    op.drop_table("joint_cases")
    op.drop_table("handover_records")
    op.drop_index("ix_follow_ups_case", table_name="follow_ups")
    op.drop_table("follow_ups")
    op.drop_index("ix_exchanges_activity", table_name="exchanges")
    op.drop_table("exchanges")
    op.drop_index("ix_case_supporters_party", table_name="case_supporters")
    op.drop_table("case_supporters")
    op.drop_index("ix_case_documents_case", table_name="case_documents")
    op.drop_table("case_documents")
    op.drop_index("ix_assessments_party", table_name="assessments")
    op.drop_index("ix_assessments_case", table_name="assessments")
    op.drop_table("assessments")
    op.drop_index("ix_agreements_case", table_name="agreements")
    op.drop_table("agreements")
    op.drop_table("activity_parties")
    op.drop_index("uq_activity_facilitators_duty", table_name="activity_facilitators", postgresql_where=sa.text("removed_at IS NULL"))
    op.drop_index("ix_activity_facilitators_account", table_name="activity_facilitators")
    op.drop_table("activity_facilitators")
    op.drop_index("ix_sign_offs_waiting", table_name="sign_offs", postgresql_where=sa.text("decision IS NULL AND lapsed_at IS NULL"))
    op.drop_index("ix_sign_offs_case", table_name="sign_offs")
    op.drop_table("sign_offs")
    op.drop_index("ix_import_rows_state", table_name="import_rows")
    op.drop_index("ix_import_rows_case_key", table_name="import_rows")
    op.drop_table("import_rows")
    op.drop_index("ix_handovers_state", table_name="handovers")
    op.drop_index("ix_handovers_case", table_name="handovers")
    op.drop_table("handovers")
    op.drop_table("case_facts")
    op.drop_index("ix_agency_records_case", table_name="agency_records")
    op.drop_table("agency_records")
    op.drop_index("ix_saved_filters_account", table_name="saved_filters")
    op.drop_table("saved_filters")
    op.drop_index("ix_practice_records_takes_back", table_name="practice_records")
    op.drop_index("ix_practice_records_account", table_name="practice_records")
    op.drop_table("practice_records")
    op.drop_index("ix_person_tokens_token", table_name="person_tokens")
    op.drop_table("person_tokens")
    op.drop_index("ix_person_matches_second", table_name="person_matches")
    op.drop_index("ix_person_matches_first", table_name="person_matches")
    op.drop_table("person_matches")
    op.drop_index("ix_import_runs_sent", table_name="import_runs")
    op.drop_table("import_runs")
    op.drop_table("form_drafts")
    op.drop_table("equality_answers")
    op.drop_index("uq_calendar_feeds_account", table_name="calendar_feeds", postgresql_where=sa.text("ended_at IS NULL"))
    op.drop_table("calendar_feeds")
    op.drop_table("venues")
    op.drop_index("ix_survey_questions_position", table_name="survey_questions")
    op.drop_table("survey_questions")
    op.create_check_constraint(
        op.f("ck_activities_status_known"),
        "activities",
        "(status = ANY (ARRAY['planned'::text, 'confirmed'::text, 'under_way'::text, 'completed'::text, 'stopped'::text, 'cancelled'::text, 'postponed'::text]))",
    )
    op.create_check_constraint(
        op.f("ck_case_events_from_stage_known"),
        "case_events",
        "(from_stage = ANY (ARRAY['allocated'::text, 'exploring'::text, 'assessing'::text, 'preparing'::text, 'scheduled'::text, 'in_process'::text, 'follow_up'::text, 'on_hold'::text, 'closed'::text]))",
    )
    op.create_check_constraint(
        op.f("ck_case_events_kind_known"),
        "case_events",
        "(kind = ANY (ARRAY['opened'::text, 'stage_changed'::text, 'party_added'::text, 'party_state_changed'::text, 'contact_added'::text, 'contact_attempted'::text, 'contact_checked'::text, 'consent_recorded'::text, 'conflict_declared'::text, 'staff_changed'::text, 'activity_recorded'::text, 'information_given'::text, 'note'::text]))",
    )
    op.create_check_constraint(
        op.f("ck_case_events_to_stage_known"),
        "case_events",
        "(to_stage = ANY (ARRAY['allocated'::text, 'exploring'::text, 'assessing'::text, 'preparing'::text, 'scheduled'::text, 'in_process'::text, 'follow_up'::text, 'on_hold'::text, 'closed'::text]))",
    )
    op.create_check_constraint(op.f("ck_cases_closed_has_reason"), "cases", "((stage = 'closed'::text) = (closure_reason IS NOT NULL))")
    op.create_check_constraint(
        op.f("ck_cases_stage_known"),
        "cases",
        "(stage = ANY (ARRAY['allocated'::text, 'exploring'::text, 'assessing'::text, 'preparing'::text, 'scheduled'::text, 'in_process'::text, 'follow_up'::text, 'on_hold'::text, 'closed'::text]))",
    )
    op.create_check_constraint(op.f("ck_consents_channel_known"), "consents", "(channel = ANY (ARRAY['online'::text, 'paper'::text, 'e_signed'::text, 'verbal_witnessed'::text]))")
    op.create_check_constraint(
        op.f("ck_consents_purpose_known"), "consents", "(purpose = ANY (ARRAY['store_and_contact'::text, 'approach_other'::text, 'take_part'::text, 'share_with_agency'::text, 'survey'::text]))"
    )
    op.create_check_constraint(
        op.f("ck_messages_kind_known"),
        "messages",
        "(kind = ANY (ARRAY['new_referral'::text, 'acknowledgement'::text, 'invitation'::text, 'test'::text, 'agency_confirmation'::text, 'agency_outcome'::text, 'held_expiry'::text]))",
    )
    op.create_check_constraint(op.f("ck_messages_status_known"), "messages", "(status = ANY (ARRAY['decided'::text, 'sent'::text, 'refused'::text]))")
