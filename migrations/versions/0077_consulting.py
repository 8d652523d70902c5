"""Consulting records: what members asked the lead agency, what it advised, and what was done."""

import sqlalchemy as sa
from alembic import op

revision = "0077"
down_revision = "0076"
branch_labels = None
depends_on = None

TABLE = "consulting"
CHECKS = {
    "advised": "(state = 'asked') = (advised_on IS NULL)",
    "done": "(state = 'done') = (done_on IS NOT NULL)",
}


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("field", sa.String(32), nullable=False),
        sa.Column("topic", sa.String(150), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(50), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("advised_on", sa.Date(), nullable=True),
        sa.Column("advised_by", sa.String(100), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_{TABLE}_{name}")) for name, check in CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{TABLE}_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
    )
    op.create_index(f"ix_{TABLE}_organisation_id", TABLE, ["organisation_id", "asked_on"])
    op.create_index(f"ix_{TABLE}_state", TABLE, ["state", "asked_on"])


def downgrade() -> None:
    op.drop_table(TABLE)
