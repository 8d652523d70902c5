"""A referral that is asked anew has a time to answer of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0077"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("referral", sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE referral SET asked_at = requested_at")
    with op.batch_alter_table("referral") as table:
        table.alter_column("asked_at", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("referral") as table:
        table.drop_column("asked_at")
