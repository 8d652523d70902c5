"""Why an open event was called off, and how often calendars had to follow it."""

import sqlalchemy as sa
from alembic import op

revision = "0138"
down_revision = "0137"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("open_event") as batch:
        batch.add_column(sa.Column("called_off_because", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("open_event") as batch:
        batch.alter_column("called_off_because", existing_type=sa.Text(), server_default=None)
        batch.alter_column("sequence", existing_type=sa.Integer(), server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("open_event") as batch:
        batch.drop_column("sequence")
        batch.drop_column("called_off_because")
