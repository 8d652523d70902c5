"""A seat knows when whoever sat there was asked to confirm the minutes."""

import sqlalchemy as sa
from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None

OF_SEALED = """
UPDATE meeting_attendee SET consulted_at = (
    SELECT minutes.sent_at FROM minutes WHERE minutes.meeting_id = meeting_attendee.meeting_id
)
WHERE presence IN ('attended', 'deputy', 'observed')
AND meeting_id IN (SELECT meeting_id FROM minutes WHERE state = 'sealed')
"""
"""What is sealed says what it said: there, silence counted for everybody who was there."""

OF_OUT = """
UPDATE meeting_attendee SET consulted_at = (
    SELECT minutes.sent_at FROM minutes WHERE minutes.meeting_id = meeting_attendee.meeting_id
)
WHERE meeting_id IN (SELECT meeting_id FROM minutes WHERE state = 'out')
AND (
    (presence = 'deputy' AND deputy_email <> '')
    OR (presence IN ('attended', 'observed') AND user_id IS NULL AND email <> '')
    OR (
        presence IN ('attended', 'observed')
        AND user_id IN (SELECT id FROM "user" WHERE disabled_at IS NULL)
    )
)
"""


def upgrade() -> None:
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.add_column(sa.Column("consulted_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(OF_SEALED)
    op.execute(OF_OUT)


def downgrade() -> None:
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.drop_column("consulted_at")
