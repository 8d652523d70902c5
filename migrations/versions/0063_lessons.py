"""What practice taught and brought to the meetings, with the rows behind it."""

import sqlalchemy as sa
from alembic import op

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None

LESSON, ROW = "lesson", "lesson_row"


def upgrade() -> None:
    op.create_table(
        LESSON,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("brought_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["agenda_proposal.id"], name=op.f("fk_lesson_proposal_id_agenda_proposal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
    )
    op.create_index("ix_lesson_kind_key", LESSON, ["kind", "key", "brought_at"])
    op.create_index("uq_lesson_proposal_id", LESSON, ["proposal_id"], unique=True)
    op.create_table(
        ROW,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lesson_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("key", sa.String(200), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_row_lesson_id_lesson")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_lesson_row_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_row")),
    )
    op.create_index(op.f("ix_lesson_row_lesson_id"), ROW, ["lesson_id"])
    op.create_index("uq_lesson_row_once", ROW, ["kind", "key", "row_id"], unique=True)


def downgrade() -> None:
    op.drop_table(ROW)
    op.drop_table(LESSON)
