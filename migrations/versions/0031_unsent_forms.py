"""What was typed when a session ended."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "unsent_form",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(300), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_unsent_form_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_unsent_form"),
    )
    op.create_index("ix_unsent_form_user_id", "unsent_form", ["user_id"])


def downgrade() -> None:
    op.drop_table("unsent_form")
