"""Indexes for what waits: unsettled referrals, the visits of a day, visits that somebody asked to move."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNSETTLED = sa.text("state NOT IN ('done', 'withdrawn', 'closed')")
MOVE_ASKED = sa.text("move_asked_at IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_referral_unsettled", "referral", ["case_id"], sqlite_where=UNSETTLED, postgresql_where=UNSETTLED
    )
    op.create_index("ix_visit_starts_at", "visit", ["starts_at", "id"])
    op.create_index(
        "ix_visit_move_asked_at", "visit", ["move_asked_at"], sqlite_where=MOVE_ASKED, postgresql_where=MOVE_ASKED
    )


def downgrade() -> None:
    op.drop_index("ix_visit_move_asked_at", "visit")
    op.drop_index("ix_visit_starts_at", "visit")
    op.drop_index("ix_referral_unsettled", "referral")
