"""Invitations to meetings with answers and a calendar file; nobody is present before a meeting was held."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

from portal.db.types import UtcDateTime

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

SEAT = "meeting_attendee"
CHECKS = {
    "deputy": "(reply = 'deputy') = (deputy <> '')",
    "replied": "(reply = 'unanswered') = (replied_at IS NULL)",
}
TEXTS = {"email": (254, ""), "reply": (32, "unanswered"), "deputy": (50, "")}
MOMENTS = ("invited_at", "reminded_at", "replied_at")


def upgrade() -> None:
    op.add_column("meeting", sa.Column("sequence", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("outbox_message", sa.Column("calendar", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table(SEAT) as table:
        for name, (length, usual) in TEXTS.items():
            table.add_column(sa.Column(name, sa.String(length), nullable=False, server_default=usual))
        for name in MOMENTS:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    _set_presence("attended", "asked")
    with op.batch_alter_table(SEAT) as table:
        for name in TEXTS:
            table.alter_column(name, server_default=None)
        for name, check in CHECKS.items():
            table.create_check_constraint(op.f(f"ck_{SEAT}_{name}"), check)
    with op.batch_alter_table("meeting") as table:
        table.alter_column("sequence", server_default=None)


def downgrade() -> None:
    _set_presence("asked", "attended")
    with op.batch_alter_table(SEAT) as table:
        for name in CHECKS:
            table.drop_constraint(op.f(f"ck_{SEAT}_{name}"), type_="check")
        for name in (*TEXTS, *MOMENTS):
            table.drop_column(name)
    op.drop_column("outbox_message", "calendar")
    with op.batch_alter_table("meeting") as table:
        table.drop_column("sequence")


def _set_presence(before: str, after: str) -> None:
    """Of those who are asked to a meeting that has not begun."""
    meeting = sa.table("meeting", sa.column("id"), sa.column("state"), sa.column("starts_at", UtcDateTime()))
    seat = sa.table(SEAT, sa.column("meeting_id"), sa.column("presence"))
    ahead = sa.select(meeting.c.id).where(meeting.c.state == "planned", meeting.c.starts_at > datetime.now(UTC))
    asked = sa.update(seat).where(seat.c.meeting_id.in_(ahead), seat.c.presence == before)
    op.execute(asked.values(presence=after))
