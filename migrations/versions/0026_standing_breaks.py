"""Which of what was found stands against a booking now: the last one that nobody keeps, until the job looks again."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LAST = """
    UPDATE booking_break SET stands = TRUE
    WHERE kept_at IS NULL AND NOT EXISTS (
        SELECT 1 FROM booking_break AS later
        WHERE later.referral_id = booking_break.referral_id AND later.id > booking_break.id
    )
"""


def upgrade() -> None:
    with op.batch_alter_table("booking_break") as table:
        table.add_column(sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_check_constraint(op.f("ck_booking_break_kept_is_not_told"), "NOT stands OR kept_at IS NULL")
    with op.batch_alter_table("booking_break") as table:
        table.alter_column("stands", server_default=None)
    op.execute(LAST)
    stands = sa.text("stands")
    op.create_index(
        "uq_booking_break_stands",
        "booking_break",
        ["referral_id"],
        unique=True,
        postgresql_where=stands,
        sqlite_where=stands,
    )


def downgrade() -> None:
    op.drop_index("uq_booking_break_stands", table_name="booking_break")
    with op.batch_alter_table("booking_break") as table:
        table.drop_constraint(op.f("ck_booking_break_kept_is_not_told"), type_="check")
        table.drop_column("stands")
