"""Since when a visit is recorded of somebody whose checks were missing."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import UtcDateTime

revision = "0112"
down_revision = "0111"
branch_labels = None
depends_on = None

SINCE = sa.text("unchecked_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("visit") as batch:
        batch.add_column(sa.Column("unchecked_at", UtcDateTime(), nullable=True))
    op.create_index("ix_visit_unchecked_at", "visit", ["unchecked_at"], sqlite_where=SINCE, postgresql_where=SINCE)


def downgrade() -> None:
    op.drop_index("ix_visit_unchecked_at", "visit")
    with op.batch_alter_table("visit") as batch:
        batch.drop_column("unchecked_at")
