"""That a decline or silence goes on to the next co-operative, where the coordinator allowed it."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "cascade",
        sa.Column("plan_line_id", sa.Uuid(), nullable=False),
        sa.Column("allowed_by_id", sa.Uuid(), nullable=False),
        sa.Column("allowed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["plan_line_id"], ["plan_line.id"], name=op.f("fk_cascade_plan_line_id_plan_line")),
        sa.ForeignKeyConstraint(["allowed_by_id"], ["user.id"], name=op.f("fk_cascade_allowed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cascade")),
    )
    op.create_index(
        "uq_cascade_open", "cascade", ["plan_line_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table("cascade")
