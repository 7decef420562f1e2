"""What ends a case safely: erasing it, somebody standing in for a party, and orders of time."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

import concord.database.operations  # noqa: F401 (makes the protected tables' operations known)
from concord.database.operations import unforced

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_constraint(op.f("ck_handovers_out_has_case"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_state_known"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_together_is_joint"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_referrals_close_reason_known"), "referrals", type_="check")
    op.drop_column("contact_attempts", "note")
    op.add_column("handovers", sa.Column("about", sa.Text(), server_default="case", nullable=False))
    op.add_column("handovers", sa.Column("referral_id", sa.Uuid(), nullable=True))
    op.create_index("ix_handovers_referral", "handovers", ["tenant_id", "referral_id"], unique=False)
    op.add_column("joint_cases", sa.Column("plan_others", sa.LargeBinary(), nullable=True))
    op.add_column("joint_cases", sa.Column("agreed", sa.LargeBinary(), nullable=True))
    op.add_column("joint_cases", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("referrals", sa.Column("came_from_id", sa.Uuid(), nullable=True))
    op.add_column("referrals", sa.Column("came_here_at", sa.DateTime(timezone=True), nullable=True))
    with unforced("handovers", "referrals"):
        op.create_foreign_key(op.f("fk_handovers_tenant_id_referral_id"), "handovers", "referrals", ["tenant_id", "referral_id"], ["tenant_id", "id"])
        op.create_foreign_key(op.f("fk_referrals_came_from_id"), "referrals", "organisations", ["came_from_id"], ["id"])
    op.create_check_constraint(op.f("ck_handovers_about_known"), "handovers", "about IN ('case', 'referral')")
    op.create_check_constraint(op.f("ck_handovers_one_subject"), "handovers", "CASE about WHEN 'case' THEN referral_id IS NULL ELSE case_id IS NULL AND their_role IS NULL END")
    op.create_check_constraint(op.f("ck_handovers_out_has_subject"), "handovers", "direction = 'in' OR num_nonnulls(case_id, referral_id) = 1")
    op.create_check_constraint(op.f("ck_handovers_state_known"), "handovers", "state IN ('offered', 'accepted', 'moved', 'together', 'ended', 'rejected', 'withdrawn', 'expired')")
    op.create_check_constraint(op.f("ck_handovers_together_is_joint"), "handovers", "state NOT IN ('together', 'ended') OR their_role IS NOT NULL")
    op.create_check_constraint(op.f("ck_referrals_came_from_whole"), "referrals", "(came_from_id IS NULL) = (came_here_at IS NULL)")
    op.create_check_constraint(
        op.f("ck_referrals_close_reason_known"),
        "referrals",
        "close_reason IN ('out_of_scope', 'out_of_area', 'duplicate', 'unable_to_contact', 'declined', 'unsuitable', 'needs_met_other_way', 'not_a_referral', 'transferred')",
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_handovers_about_known"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_one_subject"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_out_has_subject"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_state_known"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_handovers_together_is_joint"), "handovers", type_="check")
    op.drop_constraint(op.f("ck_referrals_came_from_whole"), "referrals", type_="check")
    op.drop_constraint(op.f("ck_referrals_close_reason_known"), "referrals", type_="check")
    op.drop_constraint(op.f("fk_referrals_came_from_id"), "referrals", type_="foreignkey")
    op.drop_column("referrals", "came_here_at")
    op.drop_column("referrals", "came_from_id")
    op.drop_column("joint_cases", "ended_at")
    op.drop_column("joint_cases", "agreed")
    op.drop_column("joint_cases", "plan_others")
    op.drop_constraint(op.f("fk_handovers_tenant_id_referral_id"), "handovers", type_="foreignkey")
    op.drop_index("ix_handovers_referral", table_name="handovers")
    op.drop_column("handovers", "referral_id")
    op.drop_column("handovers", "about")
    op.add_column("contact_attempts", sa.Column("note", postgresql.BYTEA(), autoincrement=False, nullable=True))
    op.create_check_constraint(op.f("ck_handovers_out_has_case"), "handovers", "((direction = 'in'::text) OR (case_id IS NOT NULL))")
    op.create_check_constraint(
        op.f("ck_handovers_state_known"), "handovers", "(state = ANY (ARRAY['offered'::text, 'accepted'::text, 'moved'::text, 'together'::text, 'rejected'::text, 'withdrawn'::text, 'expired'::text]))"
    )
    op.create_check_constraint(op.f("ck_handovers_together_is_joint"), "handovers", "((state <> 'together'::text) OR (their_role IS NOT NULL))")
    op.create_check_constraint(
        op.f("ck_referrals_close_reason_known"),
        "referrals",
        "(close_reason = ANY (ARRAY['out_of_scope'::text, 'out_of_area'::text, 'duplicate'::text, 'unable_to_contact'::text, 'declined'::text, 'unsuitable'::text, 'needs_met_other_way'::text, 'not_a_referral'::text]))",
    )
