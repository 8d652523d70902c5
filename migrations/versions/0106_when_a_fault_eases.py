"""Since when most devices of a supplier at fault speak again."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import UtcDateTime

revision = "0106"
down_revision = "0105"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("device_supplier") as batch:
        batch.add_column(sa.Column("eases_since", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("device_supplier") as batch:
        batch.drop_column("eases_since")
