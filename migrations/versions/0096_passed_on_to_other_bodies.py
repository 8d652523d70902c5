"""Lines of plans that bodies outside the consortium are asked to see to."""

import sqlalchemy as sa
from alembic import op

revision = "0096"
down_revision = "0095"
branch_labels = None
depends_on = None

LINK = "outside_link"
RUNS = sa.text("closed_on IS NULL")


def upgrade() -> None:
    op.create_table(
        LINK,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_line_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("reached_by", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("consent_by", sa.String(32), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("look_again_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=False),
        sa.Column("outcome_words", sa.Text(), nullable=False),
        sa.CheckConstraint("(state IN ('asked', 'taken')) = (closed_on IS NULL)", name=op.f(f"ck_{LINK}_closed")),
        sa.CheckConstraint("state = 'done' OR outcome = 'unanswered'", name=op.f(f"ck_{LINK}_outcome")),
        sa.ForeignKeyConstraint(["case_id"], ["care_case.id"], name=op.f(f"fk_{LINK}_case_id_care_case")),
        sa.ForeignKeyConstraint(["plan_line_id"], ["plan_line.id"], name=op.f(f"fk_{LINK}_plan_line_id_plan_line")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{LINK}")),
    )
    op.create_index(op.f(f"ix_{LINK}_case_id"), LINK, ["case_id", "asked_on"])
    op.create_index(op.f(f"ix_{LINK}_plan_line_id"), LINK, ["plan_line_id"])
    op.create_index(op.f(f"ix_{LINK}_asked_on"), LINK, ["asked_on"])
    op.create_index(
        op.f(f"uq_{LINK}_running"), LINK, ["plan_line_id"], unique=True, sqlite_where=RUNS, postgresql_where=RUNS
    )


def downgrade() -> None:
    op.drop_table(LINK)
