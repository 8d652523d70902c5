"""Who waits for a place and is kept from a free one by something else, and since when."""

import sqlalchemy as sa
from alembic import op

revision = "0117"
down_revision = "0116"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("wait_entry") as batch:
        batch.add_column(sa.Column("hindrance", sa.String(32), nullable=True))
        batch.add_column(sa.Column("hindered_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_wait_entry_hindered"), "(hindrance IS NULL) = (hindered_at IS NULL)")


def downgrade() -> None:
    with op.batch_alter_table("wait_entry") as batch:
        batch.drop_constraint(op.f("ck_wait_entry_hindered"), type_="check")
        batch.drop_column("hindered_at")
        batch.drop_column("hindrance")
