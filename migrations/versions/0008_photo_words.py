"""Photographs of a visit bear no words of their own; nobody could write any."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_column("visit_photo", "taken_of")


def downgrade() -> None:
    op.add_column("visit_photo", sa.Column("taken_of", sa.String(length=100), nullable=False, server_default=""))
    with op.batch_alter_table("visit_photo") as visit_photo:
        visit_photo.alter_column("taken_of", server_default=None)
