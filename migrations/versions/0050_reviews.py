"""Monthly reviews of the access log: figures, findings, signatures."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("alarmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signed_by_id", sa.Uuid(), nullable=True),
        sa.Column("signed_by_name", sa.String(50), nullable=False),
        sa.CheckConstraint("(state = 'signed') = (signed_at IS NOT NULL)", name=op.f("ck_access_review_signed")),
        sa.CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_access_review_signer")),
        sa.ForeignKeyConstraint(["signed_by_id"], ["user.id"], name=op.f("fk_access_review_signed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
    )
    op.create_index("uq_access_review_month", "access_review", ["month"], unique=True)
    op.create_table(
        "review_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(32), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("user_name", sa.String(50), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.Column("usual", sa.Integer(), nullable=True),
        sa.Column("role_usual", sa.Integer(), nullable=True),
        sa.Column("stands_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["access_review.id"], name=op.f("fk_review_figure_review_id_access_review")
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_review_figure_household_id_household")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_figure")),
    )
    op.create_index("uq_review_figure_review_id_position", "review_figure", ["review_id", "position"], unique=True)
    op.create_table(
        "review_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("section", sa.String(32), nullable=False),
        sa.Column("finding", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["review_id"], ["access_review.id"], name=op.f("fk_review_finding_review_id_access_review")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_finding")),
    )
    op.create_index("uq_review_finding_review_id_section", "review_finding", ["review_id", "section"], unique=True)


def downgrade() -> None:
    op.drop_table("review_finding")
    op.drop_table("review_figure")
    op.drop_table("access_review")
