"""A task that was shipped has no target until the office fills it in."""

import sqlalchemy as sa
from alembic import op

revision = "0132"
down_revision = "0131"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("work_task") as batch:
        batch.alter_column("target", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    """What nobody has filled in becomes the smallest target."""
    task = sa.table("work_task", sa.column("target", sa.Integer))
    op.execute(task.update().where(task.c.target.is_(None)).values(target=1))
    with op.batch_alter_table("work_task") as batch:
        batch.alter_column("target", existing_type=sa.Integer(), nullable=False)
