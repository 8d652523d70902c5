"""Whether a rating was given since residents are told that the co-operative reads it."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("rating_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE visit SET rating_shared = feedback_shared")
    with op.batch_alter_table("visit") as batch:
        batch.alter_column("rating_shared", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.drop_column("rating_shared")
