"""A hold may be ended before its day, for a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0086"
down_revision = "0085"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("retention_hold") as batch:
        batch.add_column(sa.Column("ended_reason", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("ended_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_retention_hold_ended_by_id_user"), "user", ["ended_by_id"], ["id"])
        batch.create_check_constraint(op.f("ck_retention_hold_ended"), "(ended_at IS NULL) = (ended_by_id IS NULL)")
    with op.batch_alter_table("retention_hold") as batch:
        batch.alter_column("ended_reason", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("retention_hold") as batch:
        batch.drop_constraint(op.f("ck_retention_hold_ended"), type_="check")
        batch.drop_constraint(op.f("fk_retention_hold_ended_by_id_user"), type_="foreignkey")
        for column in ("ended_at", "ended_by_id", "ended_reason"):
            batch.drop_column(column)
