"""Whether what a resident said of a visit may be read by the co-operative."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("feedback_shared", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("visit") as batch:
        batch.alter_column("feedback_shared", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.drop_column("feedback_shared")
