"""Since when a broken booking is mended, and up to when a job has looked."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("booking_break") as batch:
        batch.add_column(sa.Column("mended_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE booking_break SET mended_at = found_at WHERE NOT stands AND kept_at IS NULL")
    with op.batch_alter_table("booking_break") as batch:
        batch.create_check_constraint(op.f("ck_booking_break_mended_is_not_told"), "NOT stands OR mended_at IS NULL")
    with op.batch_alter_table("job_run") as batch:
        batch.add_column(sa.Column("looked_until", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE job_run SET looked_until = started_at WHERE finished_at IS NOT NULL AND last_error = ''")


def downgrade() -> None:
    with op.batch_alter_table("job_run") as batch:
        batch.drop_column("looked_until")
    with op.batch_alter_table("booking_break") as batch:
        batch.drop_constraint(op.f("ck_booking_break_mended_is_not_told"))
        batch.drop_column("mended_at")
