"""Members stand on the register since a moment: consents name who stood on it when they were given."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

from portal.db.types import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

NAMED = (
    "울림두레돌봄사회적협동조합",
    "고령친화무장애주택협동조합",
    "㈜백의민족",
    "㈔함께하는행복한돌봄",
    "마포의료복지사회적협동조합",
    "우리동물병원생명사회적협동조합(우리동생)",
    "마포돌봄사회적협동조합",
)
"""Whom every consent given so far named, by the first edition of its text."""


def upgrade() -> None:
    op.add_column("organisation", sa.Column("entered_at", UtcDateTime(), nullable=True))
    organisation = sa.table(
        "organisation",
        sa.column("id", sa.Uuid()),
        sa.column("name", sa.String()),
        sa.column("joined_on", sa.Date()),
        sa.column("entered_at", UtcDateTime()),
    )
    connection, now = op.get_bind(), datetime.now(UTC)
    for row in connection.execute(sa.select(organisation)).all():
        joined_at = datetime.combine(row.joined_on, time.min, ZoneInfo("Asia/Seoul")).astimezone(UTC)
        entered_at = joined_at if row.name in NAMED else now
        connection.execute(sa.update(organisation).where(organisation.c.id == row.id).values(entered_at=entered_at))
    with op.batch_alter_table("organisation") as changed:
        changed.alter_column("entered_at", nullable=False)


def downgrade() -> None:
    op.drop_column("organisation", "entered_at")
