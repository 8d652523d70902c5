"""Whoever tells of a worry says whether they may be telephoned about it; nobody said so before."""

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0136"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("worry") as batch:
        batch.add_column(sa.Column("may_ask", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("worry") as batch:
        batch.alter_column("may_ask", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("worry") as batch:
        batch.drop_column("may_ask")
