"""Decisions of meetings that change the manuals."""

import sqlalchemy as sa
from alembic import op

revision = "0070"
down_revision = "0069"
branch_labels = None
depends_on = None

MANDATE = "manual_mandate"


def upgrade() -> None:
    op.create_table(
        MANDATE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f(f"fk_{MANDATE}_decision_id_decision")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f(f"fk_{MANDATE}_edition_id_manual_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{MANDATE}")),
    )
    op.create_index(op.f(f"ix_{MANDATE}_edition_id"), MANDATE, ["edition_id"])
    op.create_index(f"uq_{MANDATE}_decision", MANDATE, ["decision_id", "edition_id", "kind"], unique=True)


def downgrade() -> None:
    op.drop_table(MANDATE)
