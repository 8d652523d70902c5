"""A service asks what its visits must know and what they came to; lines, referrals and visits keep the answers."""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0124"
branch_labels = None
depends_on = None

LISTS = ("asks", "records")
ANSWERS = {"plan_line": "facts", "referral": "facts", "visit": "findings"}


def upgrade() -> None:
    with op.batch_alter_table("service") as batch:
        for name in LISTS:
            batch.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("service") as batch:
        for name in LISTS:
            batch.alter_column(name, server_default=None)
    for table, column in ANSWERS.items():
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column(column, sa.Text(), nullable=False, server_default=""))
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, server_default=None)


def downgrade() -> None:
    for table, column in ANSWERS.items():
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    with op.batch_alter_table("service") as batch:
        for name in LISTS:
            batch.drop_column(name)
