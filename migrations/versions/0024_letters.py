"""Letters of thanks."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("photo_name", sa.String(120), nullable=False),
        sa.Column("may_show", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'shown') = (shown_at IS NOT NULL)", name=op.f("ck_letter_shown")),
        sa.CheckConstraint("state <> 'shown' OR may_show", name=op.f("ck_letter_may_be_shown")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name="fk_letter_household_id_household"),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name="fk_letter_organisation_id_organisation"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name="fk_letter_person_id_person"),
        sa.PrimaryKeyConstraint("id", name="pk_letter"),
    )
    op.create_index("ix_letter_shown_at", "letter", ["shown_at", "id"])
    op.create_index("ix_letter_person_id", "letter", ["person_id"])
    op.create_index("ix_letter_organisation_id", "letter", ["organisation_id"])


def downgrade() -> None:
    op.drop_table("letter")
