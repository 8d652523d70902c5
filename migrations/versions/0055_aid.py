"""Benefits asked for on somebody's behalf."""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None

IS_OPEN = sa.text("answered_on IS NULL")


def upgrade() -> None:
    op.create_table(
        "aid",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("agency", sa.String(60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.CheckConstraint("(state = 'asked') = (answered_on IS NULL)", name=op.f("ck_aid_answered")),
        sa.CheckConstraint("state = 'granted' OR band = 'unanswered'", name=op.f("ck_aid_band")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_aid_household_id_household")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_aid_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aid")),
    )
    op.create_index("ix_aid_household_id", "aid", ["household_id", "asked_on"])
    op.create_index("ix_aid_person_id", "aid", ["person_id"])
    op.create_index("ix_aid_open", "aid", ["answer_due_on", "id"], sqlite_where=IS_OPEN, postgresql_where=IS_OPEN)


def downgrade() -> None:
    op.drop_table("aid")
