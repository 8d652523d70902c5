"""Old reports that somebody is well wait for nobody; worries count from when they were taken up again."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from portal.db.types import UtcDateTime

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None

STILL_NEWS = timedelta(weeks=4)
"""Words beside "well" that are not older are still read by somebody."""
CLOSE_REPORTS = sa.text(
    "UPDATE neighbour_report SET state = 'seen_to', seen_to_at = at"
    " WHERE state = 'told' AND found = 'well' AND note <> '' AND at < :told_before"
).bindparams(sa.bindparam("told_before", type_=UtcDateTime()))
COUNT_ANEW = """
UPDATE worry SET since_at = COALESCE((
    SELECT MAX(step.at) FROM step
    WHERE step.kind = 'worry' AND step.thing_id = worry.id AND step.after = 'reported' AND step.before <> 'reported'
), reported_at)
"""


def upgrade() -> None:
    close_old_reports()
    with op.batch_alter_table("worry") as batch:
        batch.add_column(sa.Column("since_at", sa.DateTime(timezone=True), nullable=True))
    count_anew()
    with op.batch_alter_table("worry") as batch:
        batch.alter_column("since_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def close_old_reports() -> None:
    op.execute(CLOSE_REPORTS.bindparams(told_before=datetime.now(UTC) - STILL_NEWS))


def count_anew() -> None:
    op.execute(COUNT_ANEW)


def downgrade() -> None:
    with op.batch_alter_table("worry") as batch:
        batch.drop_column("since_at")
