"""Until when care rests."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("care_case", sa.Column("hold_until_on", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("care_case", "hold_until_on")
