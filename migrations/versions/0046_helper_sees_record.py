"""Whether a person agreed that a helper sees who opened the record."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("helping", sa.Column("sees_record", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("helping") as table:
        table.alter_column("sees_record", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("helping") as table:
        table.drop_column("sees_record")
