"""Regular visits: what was asked as one series, the days without a visit, and which referrals belong together."""

import sqlalchemy as sa
from alembic import op

revision = "0098"
down_revision = "0097"
branch_labels = None
depends_on = None

SERIES, GAP = "care_series", "series_gap"


def upgrade() -> None:
    op.create_table(
        SERIES,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_line_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("follows_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("rhythm", sa.String(32), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(7), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("origin_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("on_holiday", sa.String(32), nullable=False),
        sa.Column("takes_gaps", sa.Boolean(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("let_end_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decline_reason", sa.String(32), nullable=True),
        sa.CheckConstraint("every > 0 AND (times IS NULL OR times > 0)", name=op.f(f"ck_{SERIES}_rhythm")),
        sa.CheckConstraint("times IS NOT NULL OR until_on IS NOT NULL", name=op.f(f"ck_{SERIES}_ends")),
        sa.CheckConstraint("(state = 'asked') = (settled_at IS NULL)", name=op.f(f"ck_{SERIES}_settled")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{SERIES}_{column}_{table}"))
            for column, table in (
                ("plan_line_id", "plan_line"),
                ("case_id", "care_case"),
                ("household_id", "household"),
                ("organisation_id", "organisation"),
                ("follows_id", SERIES),
                ("asked_by_id", "user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SERIES}")),
    )
    for columns in (["plan_line_id"], ["household_id"], ["follows_id"], ["organisation_id", "state"]):
        op.create_index(op.f(f"ix_{SERIES}_{'_'.join(columns)}"), SERIES, columns)
    op.create_index(op.f(f"ix_{SERIES}_state_last_on"), SERIES, ["state", "last_on"])
    op.create_table(
        GAP,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("series_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["series_id"], [f"{SERIES}.id"], name=op.f(f"fk_{GAP}_series_id_{SERIES}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{GAP}")),
    )
    op.create_index(op.f(f"ix_{GAP}_series_id"), GAP, ["series_id"])
    with op.batch_alter_table("referral") as table:
        table.add_column(sa.Column("series_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(f"fk_referral_series_id_{SERIES}"), SERIES, ["series_id"], ["id"])
        table.create_index(op.f("ix_referral_series_id"), ["series_id"])


def downgrade() -> None:
    with op.batch_alter_table("referral") as table:
        table.drop_index(op.f("ix_referral_series_id"))
        table.drop_constraint(op.f(f"fk_referral_series_id_{SERIES}"), type_="foreignkey")
        table.drop_column("series_id")
    op.drop_table(GAP)
    op.drop_table(SERIES)
