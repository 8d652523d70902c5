"""When an automatic call of a device came last that nobody answered."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import UtcDateTime

revision = "0108"
down_revision = "0107"
branch_labels = None
depends_on = None

_UNANSWERED = sa.text("unanswered_at IS NOT NULL")


def upgrade() -> None:
    op.add_column("device", sa.Column("unanswered_at", UtcDateTime(), nullable=True))
    op.create_index(
        "ix_device_unanswered_at",
        "device",
        ["unanswered_at"],
        sqlite_where=_UNANSWERED,
        postgresql_where=_UNANSWERED,
    )


def downgrade() -> None:
    op.drop_index("ix_device_unanswered_at", "device")
    op.drop_column("device", "unanswered_at")
