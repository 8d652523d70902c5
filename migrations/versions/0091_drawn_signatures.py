"""Whoever confirms minutes may sign them by hand."""

import sqlalchemy as sa
from alembic import op

revision = "0091"
down_revision = "0090"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("minutes_reply") as batch:
        batch.add_column(sa.Column("signature", sa.Text(), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_minutes_reply_signature"), "signature = '' OR answer = 'confirmed'")
    with op.batch_alter_table("minutes_reply") as batch:
        batch.alter_column("signature", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("minutes_reply") as batch:
        batch.drop_constraint(op.f("ck_minutes_reply_signature"), type_="check")
        batch.drop_column("signature")
