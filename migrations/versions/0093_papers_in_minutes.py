"""Whether the minutes of a meeting name its papers: those of meetings that are closed already stay as they are."""

import sqlalchemy as sa
from alembic import op

revision = "0093"
down_revision = "0092"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting") as batch:
        batch.add_column(sa.Column("names_papers", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("meeting") as batch:
        batch.alter_column("names_papers", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("meeting") as batch:
        batch.drop_column("names_papers")
