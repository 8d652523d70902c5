"""Why another body shall use no more what it was told, by when it hears of it, and when it did."""

import sqlalchemy as sa
from alembic import op

revision = "0104"
down_revision = "0103"
branch_labels = None
depends_on = None

CHECKS = {"tell_by": "tell_by IS NULL OR withdrawn_for IS NOT NULL", "told": "told_on IS NULL OR tell_by IS NOT NULL"}


def upgrade() -> None:
    with op.batch_alter_table("outside_link") as batch:
        batch.add_column(sa.Column("withdrawn_for", sa.String(32), nullable=True))
        batch.add_column(sa.Column("tell_by", sa.Date(), nullable=True))
        batch.add_column(sa.Column("told_on", sa.Date(), nullable=True))
        for name, words in CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_outside_link_{name}"), words)


def downgrade() -> None:
    """What no body answered is what was withdrawn."""
    op.execute("UPDATE outside_link SET state = 'withdrawn' WHERE state = 'silent'")
    with op.batch_alter_table("outside_link") as batch:
        for name in CHECKS:
            batch.drop_constraint(op.f(f"ck_outside_link_{name}"), type_="check")
        for column in ("told_on", "tell_by", "withdrawn_for"):
            batch.drop_column(column)
