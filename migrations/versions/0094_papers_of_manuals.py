"""The PDFs of long manuals that the worker sets."""

import sqlalchemy as sa
from alembic import op

revision = "0094"
down_revision = "0093"
branch_labels = None
depends_on = None

PAPER = "manual_paper"


def upgrade() -> None:
    op.create_table(
        PAPER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True)),
        sa.Column("step", sa.String(32)),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f(f"fk_{PAPER}_edition_id_manual_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{PAPER}")),
    )
    op.create_index("uq_manual_paper_edition_id", PAPER, ["edition_id"], unique=True)


def downgrade() -> None:
    op.drop_table(PAPER)
