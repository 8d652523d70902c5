"""Meetings have papers that those who are asked read beforehand."""

import sqlalchemy as sa
from alembic import op

revision = "0084"
down_revision = "0083"
branch_labels = None
depends_on = None

PAPER = "meeting_paper"


def upgrade() -> None:
    op.create_table(
        PAPER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("file_name", sa.String(40), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f(f"fk_{PAPER}_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PAPER}")),
    )
    op.create_index(op.f(f"ix_{PAPER}_meeting_id"), PAPER, ["meeting_id"])


def downgrade() -> None:
    op.drop_table(PAPER)
