"""What a supplier of devices supplies, and when its faults are reported."""

import sqlalchemy as sa
from alembic import op

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None

TABLE = "device_supplier"
ALL = '["plug", "motion", "door", "telephone", "steps", "call", "robot"]'
"""Whoever was entered before could be chosen for each kind."""


def upgrade() -> None:
    op.add_column(TABLE, sa.Column("hours", sa.String(80), nullable=False, server_default=""))
    op.add_column(TABLE, sa.Column("kinds", sa.JSON(), nullable=False, server_default=ALL))
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("hours", server_default=None)
        table.alter_column("kinds", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.drop_column("kinds")
        table.drop_column("hours")
