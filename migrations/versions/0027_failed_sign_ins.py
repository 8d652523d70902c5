"""Failures to sign in counted by day; counters by whose account they are."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "failed_sign_in",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_failed_sign_in_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_failed_sign_in"),
    )
    op.create_index("uq_failed_sign_in_mark", "failed_sign_in", ["mark"], unique=True)
    op.create_index("ix_failed_sign_in_last_at", "failed_sign_in", ["last_at"])
    op.create_index("ix_failed_sign_in_user_id", "failed_sign_in", ["user_id"])
    with op.batch_alter_table("throttle") as batch:
        batch.add_column(sa.Column("owner", sa.String(64), nullable=False, server_default=""))
    with op.batch_alter_table("throttle") as batch:
        batch.alter_column("owner", server_default=None)
    with op.batch_alter_table("reset_link") as batch:
        batch.alter_column("user_id", existing_type=sa.Uuid(), nullable=True)
    op.create_index("ix_throttle_owner", "throttle", ["owner"])


def downgrade() -> None:
    op.execute("DELETE FROM reset_link WHERE user_id IS NULL")
    with op.batch_alter_table("reset_link") as batch:
        batch.alter_column("user_id", existing_type=sa.Uuid(), nullable=False)
    op.drop_index("ix_throttle_owner", "throttle")
    with op.batch_alter_table("throttle") as batch:
        batch.drop_column("owner")
    op.drop_table("failed_sign_in")
