"""Bookings that were found broken, and those that somebody keeps all the same."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "booking_break",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("hindrance", sa.String(length=32), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_by_id", sa.Uuid(), nullable=True),
        sa.Column("kept_reason", sa.String(length=300), nullable=False),
        sa.CheckConstraint("(kept_at IS NULL) = (kept_reason = '')", name=op.f("ck_booking_break_kept")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_booking_break_referral_id_referral")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f("fk_booking_break_slot_id_slot")),
        sa.ForeignKeyConstraint(["kept_by_id"], ["user.id"], name=op.f("fk_booking_break_kept_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_booking_break")),
    )
    op.create_index("uq_booking_break", "booking_break", ["referral_id", "slot_id", "hindrance"], unique=True)
    op.create_index(op.f("ix_booking_break_slot_id"), "booking_break", ["slot_id"])


def downgrade() -> None:
    op.drop_table("booking_break")
