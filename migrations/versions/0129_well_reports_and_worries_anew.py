"""Reports that somebody is well were answered by nobody; worries count from when they were taken up again."""

import sqlalchemy as sa
from alembic import op

revision = "0129"
down_revision = "0128"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE neighbour_report SET state = 'seen_to', seen_to_at = at"
        " WHERE state = 'told' AND found = 'well' AND note <> ''"
    )
    with op.batch_alter_table("worry") as batch:
        batch.add_column(sa.Column("since_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE worry SET since_at = reported_at")
    with op.batch_alter_table("worry") as batch:
        batch.alter_column("since_at", existing_type=sa.DateTime(timezone=True), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("worry") as batch:
        batch.drop_column("since_at")
