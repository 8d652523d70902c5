"""Leave of coordinators, with who stands in."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "leave",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("reads_along", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("begun_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("over_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_leave_span")),
        sa.CheckConstraint("deputy_id IS NULL OR deputy_id <> user_id", name=op.f("ck_leave_somebody_else")),
        sa.CheckConstraint("state <> 'open' OR deputy_id IS NULL", name=op.f("ck_leave_open")),
        sa.CheckConstraint("state NOT IN ('asked', 'agreed') OR deputy_id IS NOT NULL", name=op.f("ck_leave_covered")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_leave_user_id_user"),
        sa.ForeignKeyConstraint(["deputy_id"], ["user.id"], name="fk_leave_deputy_id_user"),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name="fk_leave_entered_by_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_leave"),
    )
    op.create_index("ix_leave_user_id", "leave", ["user_id", "from_on"])
    op.create_index("ix_leave_deputy_id", "leave", ["deputy_id", "from_on"])
    op.create_index("ix_leave_until_on", "leave", ["until_on"])
    op.create_table(
        "leave_day",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("leave_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_leave_day_user_id_user"),
        sa.ForeignKeyConstraint(["leave_id"], ["leave.id"], name="fk_leave_day_leave_id_leave"),
        sa.PrimaryKeyConstraint("id", name="pk_leave_day"),
    )
    op.create_index("uq_leave_day_user_id_on_day", "leave_day", ["user_id", "on_day"], unique=True)
    op.create_index("ix_leave_day_leave_id", "leave_day", ["leave_id"])
    op.create_index("ix_leave_day_on_day", "leave_day", ["on_day"])


def downgrade() -> None:
    op.drop_table("leave_day")
    op.drop_table("leave")
