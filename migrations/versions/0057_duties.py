"""What is due to each household: policies with editions, duties, exemptions."""

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")
HANDED = sa.text("handover_note <> ''")


def upgrade() -> None:
    _create_policies()
    _create_duties()
    op.create_table(
        "duty_exemption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_duty_exemption_term")),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_duty_exemption_case_id_care_case")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_duty_exemption_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_exemption")),
    )
    op.create_index("ix_duty_exemption_case_id", "duty_exemption", ["case_id", "until_on"])
    op.create_index(
        "ix_pairing_handed_over",
        "pairing",
        ["coordinator_id", "started_at"],
        sqlite_where=HANDED,
        postgresql_where=HANDED,
    )


def _create_policies() -> None:
    op.create_table(
        "duty_policy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(32), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("summary", sa.String(300), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_policy")),
    )
    op.create_index("uq_duty_policy_code", "duty_policy", ["code"], unique=True)
    op.create_table(
        "duty_policy_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("policy_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_duty_policy_edition_term")),
        sa.CheckConstraint(
            "(state = 'published') = (published_at IS NOT NULL)", name=op.f("ck_duty_policy_edition_published")
        ),
        sa.ForeignKeyConstraint(
            ["policy_id"], ["duty_policy.id"], name=op.f("fk_duty_policy_edition_policy_id_duty_policy")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_duty_policy_edition_written_by_id_user")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_duty_policy_edition_published_by_id_user")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duty_policy_edition")),
    )
    op.create_index("uq_duty_policy_edition_number", "duty_policy_edition", ["policy_id", "number"], unique=True)


def _create_duties() -> None:
    op.create_table(
        "care_duty",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("coordinator_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("task", sa.String(80), nullable=False),
        sa.Column("by", sa.String(32), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("rule", sa.String(80), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("in_hours", sa.Boolean(), nullable=False),
        sa.Column("missed_due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("warned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.CheckConstraint("(ended_at IS NULL) = (outcome IS NULL)", name=op.f("ck_care_duty_ended")),
        sa.CheckConstraint("(act = 'task') = (task <> '')", name=op.f("ck_care_duty_task")),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f("fk_care_duty_case_id_care_case")),
        sa.ForeignKeyConstraint(["coordinator_id"], ["user.id"], name=op.f("fk_care_duty_coordinator_id_user")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["duty_policy_edition.id"], name=op.f("fk_care_duty_edition_id_duty_policy_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_duty")),
    )
    for name, columns in (
        ("ix_care_duty_due", ["due_at", "id"]),
        ("ix_care_duty_coordinator", ["coordinator_id", "due_at", "id"]),
        ("ix_care_duty_silence", ["coordinator_id", "act", "since_at"]),
    ):
        op.create_index(name, "care_duty", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "uq_care_duty_open",
        "care_duty",
        ["case_id", "act", "task"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_care_duty_case_id", "care_duty", ["case_id", "ended_at"])
    op.create_index("ix_care_duty_outcome", "care_duty", ["outcome", "ended_at", "id"])
    op.create_index("ix_care_duty_coordinator_outcome", "care_duty", ["coordinator_id", "outcome", "ended_at"])
    op.create_index(op.f("ix_care_duty_edition_id"), "care_duty", ["edition_id"])


def downgrade() -> None:
    op.drop_index("ix_pairing_handed_over", "pairing")
    op.drop_table("duty_exemption")
    op.drop_table("care_duty")
    op.drop_table("duty_policy_edition")
    op.drop_table("duty_policy")
