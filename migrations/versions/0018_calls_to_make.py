"""What somebody still has to be told by telephone is found by an index, not among all messages of the years."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TO_CALL = sa.text("why IS NOT NULL AND called_at IS NULL AND person_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_outbox_message_to_call",
        "outbox_message",
        ["household_id"],
        sqlite_where=TO_CALL,
        postgresql_where=TO_CALL,
    )


def downgrade() -> None:
    op.drop_index("ix_outbox_message_to_call", "outbox_message")
