"""What changed in the files of households and people, and that somebody died."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEWS = sa.text("told_by_person AND seen_at IS NULL")


def upgrade() -> None:
    op.add_column("person", sa.Column("death_known_on", sa.Date(), nullable=True))
    op.create_table(
        "fact_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("fact", sa.String(32), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.Column("told_by_person", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_fact_change_household_id_household")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_fact_change_person_id_person")),
        sa.ForeignKeyConstraint(["seen_by_id"], ["user.id"], name=op.f("fk_fact_change_seen_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fact_change")),
    )
    op.create_index("ix_fact_change_household_id_at", "fact_change", ["household_id", "at"])
    op.create_index("ix_fact_change_person_id", "fact_change", ["person_id"])
    op.create_index(
        "ix_fact_change_news", "fact_change", ["household_id", "at"], sqlite_where=NEWS, postgresql_where=NEWS
    )


def downgrade() -> None:
    op.drop_table("fact_change")
    op.drop_column("person", "death_known_on")
