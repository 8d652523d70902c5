"""When somebody last asked to look at a household; of alerts that are there, when it was raised by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0097"
down_revision = "0096"
branch_labels = None
depends_on = None

ALERT = sa.table("alert", sa.column("asked_at"), sa.column("raised_at"), sa.column("raised_by_id"))


def upgrade() -> None:
    with op.batch_alter_table("alert") as batch:
        batch.add_column(sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(ALERT.update().where(ALERT.c.raised_by_id.is_not(None)).values(asked_at=ALERT.c.raised_at))


def downgrade() -> None:
    with op.batch_alter_table("alert") as batch:
        batch.drop_column("asked_at")
