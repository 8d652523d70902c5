"""The isolation questionnaire: editions, what people answered, answers that are being asked."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "screening_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("high_from", sa.Integer(), nullable=False),
        sa.Column("middle_from", sa.Integer(), nullable=False),
        moment("begun_at"),
        moment("published_at", nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_edition")),
    )
    op.create_index("uq_screening_edition_number", "screening_edition", ["number"], unique=True)
    for state in ("draft", "published"):
        only = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_screening_edition_{state}",
            "screening_edition",
            ["state"],
            unique=True,
            sqlite_where=only,
            postgresql_where=only,
        )
    op.create_table(
        "screening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("replies", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("declined", sa.Integer(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        moment("recorded_at"),
        moment("struck_at", nullable=True),
        sa.Column("struck_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_screening_by_id_user")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_screening_household_id_household")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_screening_person_id_person")),
        sa.ForeignKeyConstraint(["struck_by_id"], ["user.id"], name=op.f("fk_screening_struck_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
    )
    op.create_index(op.f("ix_screening_household_id"), "screening", ["household_id"])
    op.create_index("ix_screening_person_id_asked_on", "screening", ["person_id", "asked_on"])
    op.create_index("ix_screening_next_on", "screening", ["next_on"])
    op.create_table(
        "screening_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Text(), nullable=False),
        moment("saved_at"),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_screening_draft_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_screening_draft_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening_draft")),
    )
    op.create_index("uq_screening_draft_person_id_by_id", "screening_draft", ["person_id", "by_id"], unique=True)


def downgrade() -> None:
    op.drop_table("screening_draft")
    op.drop_table("screening")
    op.drop_table("screening_edition")
