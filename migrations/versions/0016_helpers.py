"""Who helps a person, with the person's consent, and signs in with a number of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "helping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("relation", sa.String(30), nullable=False),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("may", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_helping_ended")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_helping_person_id_person")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_helping_household_id_household")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_helping_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_helping")),
    )
    op.create_index("ix_helping_person_id", "helping", ["person_id"])
    op.create_index("ix_helping_household_id", "helping", ["household_id"])
    op.create_index("uq_helping_user_id", "helping", ["user_id"], unique=True)
    op.create_index(
        "uq_helping_open", "helping", ["person_id", "phone"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def downgrade() -> None:
    op.drop_table("helping")
