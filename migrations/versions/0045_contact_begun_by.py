"""Who began a contact; of those kept before, nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contact") as table:
        table.add_column(sa.Column("begun_by", sa.String(32), nullable=False, server_default="unanswered"))
    with op.batch_alter_table("contact") as table:
        table.alter_column("begun_by", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("contact") as table:
        table.drop_column("begun_by")
