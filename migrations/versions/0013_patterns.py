"""A weekly pattern that was changed tells which one replaced it."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NAME = "fk_capacity_pattern_replaced_by_id_capacity_pattern"


def upgrade() -> None:
    with op.batch_alter_table("capacity_pattern") as batch:
        batch.add_column(sa.Column("replaced_by_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(NAME, "capacity_pattern", ["replaced_by_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("capacity_pattern") as batch:
        batch.drop_constraint(NAME, type_="foreignkey")
        batch.drop_column("replaced_by_id")
