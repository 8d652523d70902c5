"""What homes answered when somebody asked whether they want to be watched by devices."""

import sqlalchemy as sa
from alembic import op

revision = "0139"
down_revision = "0138"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "watch_asking",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("wish", sa.String(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(length=50), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name="fk_watch_asking_by_id_user"),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name="fk_watch_asking_household_id_household"),
        sa.PrimaryKeyConstraint("id", name="pk_watch_asking"),
    )
    op.create_index("ix_watch_asking_household_id_at", "watch_asking", ["household_id", "at"])


def downgrade() -> None:
    op.drop_table("watch_asking")
