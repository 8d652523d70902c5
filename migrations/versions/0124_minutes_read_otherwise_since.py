"""Minutes know since when they read otherwise than those who had confirmed them saw."""

import sqlalchemy as sa
from alembic import op

revision = "0124"
down_revision = "0123"
branch_labels = None
depends_on = None

OF_OUT = """
UPDATE minutes SET amended_at = (
    SELECT max(reply.answered_at) FROM minutes_reply reply
    WHERE reply.minutes_id = minutes.id AND reply.outcome = 'taken_in'
)
WHERE state = 'out'
"""
"""What is sealed says what it said."""


def upgrade() -> None:
    with op.batch_alter_table("minutes") as batch:
        batch.add_column(sa.Column("amended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(OF_OUT)


def downgrade() -> None:
    with op.batch_alter_table("minutes") as batch:
        batch.drop_column("amended_at")
