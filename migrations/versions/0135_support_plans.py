"""Individual support plans: editions with goals, scores, services of all bodies, and what each body got."""

import sqlalchemy as sa
from alembic import op

revision = "0135"
down_revision = "0134"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "support_plan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("decided_by", sa.String(length=32), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=True),
        sa.Column("own_words", sa.Text(), nullable=False),
        sa.Column("needs", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=False),
        sa.Column("reviewed_at", MOMENT, nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=True),
        sa.Column("agreed_by", sa.String(length=32), nullable=True),
        sa.Column("agreed_name", sa.Text(), nullable=False),
        sa.Column("agreed_relation", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(decided_by = 'conference') = (meeting_id IS NOT NULL)", name=op.f("ck_support_plan_decided")
        ),
        sa.CheckConstraint(
            "state = 'ended' OR (state = 'draft') = (agreed_on IS NULL)", name=op.f("ck_support_plan_agreed")
        ),
        sa.CheckConstraint("(agreed_on IS NULL) = (agreed_by IS NULL)", name=op.f("ck_support_plan_signed")),
        sa.CheckConstraint("review_on > starts_on", name=op.f("ck_support_plan_review")),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_support_plan_case_id_care_case")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_support_plan_meeting_id_meeting")),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_support_plan_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_plan")),
    )
    op.create_index(op.f("ix_support_plan_meeting_id"), "support_plan", ["meeting_id"], unique=False)
    op.create_index("ix_support_plan_review_on", "support_plan", ["state", "review_on"], unique=False)
    op.create_index(
        "uq_support_plan_agreed",
        "support_plan",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'agreed'"),
        postgresql_where=sa.text("state = 'agreed'"),
    )
    op.create_index(
        "uq_support_plan_draft",
        "support_plan",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'draft'"),
        postgresql_where=sa.text("state = 'draft'"),
    )
    op.create_index(
        "uq_support_plan_in_force",
        "support_plan",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("state = 'in_force'"),
        postgresql_where=sa.text("state = 'in_force'"),
    )
    op.create_index("uq_support_plan_number", "support_plan", ["case_id", "number"], unique=True)
    op.create_table(
        "support_goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("thread", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["plan_id"], ["support_plan.id"], name=op.f("fk_support_goal_plan_id_support_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_goal")),
    )
    op.create_index(op.f("ix_support_goal_plan_id"), "support_goal", ["plan_id"], unique=False)
    op.create_table(
        "support_handing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("consent_by", sa.String(length=32), nullable=False),
        sa.Column("handed_on", sa.Date(), nullable=False),
        sa.Column("means", sa.String(length=32), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.Column("stopped_for", sa.String(length=32), nullable=True),
        sa.Column("tell_by", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(tell_by IS NULL) = (stopped_for IS NULL)", name=op.f("ck_support_handing_stopped")),
        sa.CheckConstraint("told_on IS NULL OR tell_by IS NOT NULL", name=op.f("ck_support_handing_told")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["user.id"], name=op.f("fk_support_handing_noted_by_id_user")),
        sa.ForeignKeyConstraint(["plan_id"], ["support_plan.id"], name=op.f("fk_support_handing_plan_id_support_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_handing")),
    )
    op.create_index(op.f("ix_support_handing_plan_id"), "support_handing", ["plan_id"], unique=False)
    op.create_index(
        "ix_support_handing_tell_by",
        "support_handing",
        ["tell_by"],
        unique=False,
        sqlite_where=sa.text("tell_by IS NOT NULL AND told_on IS NULL"),
        postgresql_where=sa.text("tell_by IS NOT NULL AND told_on IS NULL"),
    )
    op.create_table(
        "support_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("care_line_id", sa.Uuid(), nullable=True),
        sa.Column("partner_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("how_often", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("cost", sa.Integer(), nullable=True),
        sa.Column("own_share", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint("cost >= 0 AND own_share >= 0 AND own_share <= cost", name=op.f("ck_support_line_cost")),
        sa.CheckConstraint("until_on IS NULL OR until_on >= starts_on", name=op.f("ck_support_line_term")),
        sa.ForeignKeyConstraint(
            ["care_line_id"], ["plan_line.id"], name=op.f("fk_support_line_care_line_id_plan_line")
        ),
        sa.ForeignKeyConstraint(["goal_id"], ["support_goal.id"], name=op.f("fk_support_line_goal_id_support_goal")),
        sa.ForeignKeyConstraint(["partner_id"], ["partner.id"], name=op.f("fk_support_line_partner_id_partner")),
        sa.ForeignKeyConstraint(["plan_id"], ["support_plan.id"], name=op.f("fk_support_line_plan_id_support_plan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_line")),
    )
    op.create_index(op.f("ix_support_line_care_line_id"), "support_line", ["care_line_id"], unique=False)
    op.create_index(op.f("ix_support_line_goal_id"), "support_line", ["goal_id"], unique=False)
    op.create_index(op.f("ix_support_line_partner_id"), "support_line", ["partner_id"], unique=False)
    op.create_index(op.f("ix_support_line_plan_id"), "support_line", ["plan_id"], unique=False)
    op.create_table(
        "support_score",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("goal_id", sa.Uuid(), nullable=False),
        sa.Column("occasion", sa.String(length=32), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("scored_by", sa.String(length=32), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("noted_at", MOMENT, nullable=False),
        sa.Column("noted_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("score BETWEEN 0 AND 10", name=op.f("ck_support_score_score")),
        sa.ForeignKeyConstraint(["goal_id"], ["support_goal.id"], name=op.f("fk_support_score_goal_id_support_goal")),
        sa.ForeignKeyConstraint(["noted_by_id"], ["user.id"], name=op.f("fk_support_score_noted_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_score")),
    )
    op.create_index("ix_support_score_goal_id", "support_score", ["goal_id"], unique=False)
    op.create_index(
        "uq_support_score_once",
        "support_score",
        ["goal_id", "occasion"],
        unique=True,
        sqlite_where=sa.text("occasion <> 'review'"),
        postgresql_where=sa.text("occasion <> 'review'"),
    )


def downgrade() -> None:
    op.drop_index("uq_support_score_once", "support_score")
    op.drop_index("ix_support_score_goal_id", "support_score")
    op.drop_table("support_score")
    op.drop_index(op.f("ix_support_line_plan_id"), "support_line")
    op.drop_index(op.f("ix_support_line_partner_id"), "support_line")
    op.drop_index(op.f("ix_support_line_goal_id"), "support_line")
    op.drop_index(op.f("ix_support_line_care_line_id"), "support_line")
    op.drop_table("support_line")
    op.drop_index("ix_support_handing_tell_by", "support_handing")
    op.drop_index(op.f("ix_support_handing_plan_id"), "support_handing")
    op.drop_table("support_handing")
    op.drop_index(op.f("ix_support_goal_plan_id"), "support_goal")
    op.drop_table("support_goal")
    op.drop_index("uq_support_plan_number", "support_plan")
    op.drop_index("uq_support_plan_in_force", "support_plan")
    op.drop_index("uq_support_plan_draft", "support_plan")
    op.drop_index("uq_support_plan_agreed", "support_plan")
    op.drop_index("ix_support_plan_review_on", "support_plan")
    op.drop_index(op.f("ix_support_plan_meeting_id"), "support_plan")
    op.drop_table("support_plan")
