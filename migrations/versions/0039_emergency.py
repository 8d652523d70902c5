"""Households that somebody opened in an emergency."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLE = "emergency_access"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("user_name", sa.String(50), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.CheckConstraint("ends_at >= opened_at", name=op.f("ck_emergency_access_order")),
        sa.CheckConstraint("(state = 'waiting') = (reviewed_at IS NULL)", name=op.f("ck_emergency_access_reviewed")),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_emergency_access_household_id_household")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_emergency_access_user_id_user")),
        sa.ForeignKeyConstraint(["reviewed_by_id"], ["user.id"], name=op.f("fk_emergency_access_reviewed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_access")),
    )
    op.create_index(op.f("ix_emergency_access_household_id"), TABLE, ["household_id"])
    op.create_index("ix_emergency_access_state_opened_at", TABLE, ["state", "opened_at"])
    op.create_index("ix_emergency_access_user_id_opened_at", TABLE, ["user_id", "opened_at"])


def downgrade() -> None:
    op.drop_table(TABLE)
