"""Whom case conferences are about."""

import sqlalchemy as sa
from alembic import op

revision = "0113"
down_revision = "0112"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conference_household",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["meeting.id"], name=op.f("fk_conference_household_meeting_id_meeting")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_conference_household_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conference_household")),
    )
    op.create_index("uq_conference_household", "conference_household", ["meeting_id", "household_id"], unique=True)
    op.create_index(op.f("ix_conference_household_household_id"), "conference_household", ["household_id"])


def downgrade() -> None:
    op.drop_table("conference_household")
