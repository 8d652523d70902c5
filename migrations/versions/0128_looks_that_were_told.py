"""Whoever looks after a manual hears that it is to be looked at again."""

import sqlalchemy as sa
from alembic import op

revision = "0128"
down_revision = "0127"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("manual") as batch:
        batch.add_column(sa.Column("look_reminded_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("manual") as batch:
        batch.drop_column("look_reminded_at")
