"""Hand-overs that both sides acknowledge."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("bundle_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state IN ('given', 'done')) = (given_at IS NOT NULL)", name=op.f("ck_handover_given")),
        sa.CheckConstraint("(state IN ('taken', 'done')) = (taken_at IS NOT NULL)", name=op.f("ck_handover_taken")),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name="fk_handover_case_id_care_case"),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name="fk_handover_pairing_id_pairing"),
        sa.ForeignKeyConstraint(["from_id"], ["user.id"], name="fk_handover_from_id_user"),
        sa.ForeignKeyConstraint(["to_id"], ["user.id"], name="fk_handover_to_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_handover"),
    )
    op.create_index("uq_handover_pairing_id", "handover", ["pairing_id"], unique=True)
    op.create_index("ix_handover_bundle_id", "handover", ["bundle_id"])
    op.create_index("ix_handover_case_id", "handover", ["case_id"])
    op.create_index("ix_handover_from_id", "handover", ["from_id", "state"])
    op.create_index("ix_handover_to_id", "handover", ["to_id", "state"])
    op.create_index("ix_handover_state", "handover", ["state", "due_on"])


def downgrade() -> None:
    op.drop_table("handover")
