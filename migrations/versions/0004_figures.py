"""What the office reads of the money: budgets, closed months and their restatements."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "budget",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_budget_amount")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_budget_programme_id_programme")),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_budget_set_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_budget")),
    )
    op.create_index("ix_budget_year_programme_id", "budget", ["year", "programme_id", "set_at"], unique=False)

    op.create_table(
        "closed_month",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_closed_month_closed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closed_month")),
    )
    op.create_index("uq_closed_month", "closed_month", ["month"], unique=True)

    op.create_table(
        "restatement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closed_month_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("restated_by_id", sa.Uuid(), nullable=True),
        sa.Column("restated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_month_id"], ["closed_month.id"], name=op.f("fk_restatement_closed_month_id_closed_month")
        ),
        sa.ForeignKeyConstraint(["restated_by_id"], ["user.id"], name=op.f("fk_restatement_restated_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restatement")),
    )
    op.create_index("uq_restatement_number", "restatement", ["closed_month_id", "number"], unique=True)

    op.create_table(
        "month_row",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("closed_month_id", sa.Uuid(), nullable=False),
        sa.Column("restatement_id", sa.Uuid(), nullable=True),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("dong_code", sa.String(length=10), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("own_share", sa.Integer(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.CheckConstraint("cases IN (-1, 0, 1)", name=op.f("ck_month_row_cases")),
        sa.CheckConstraint("amount = own_share + support", name=op.f("ck_month_row_parts")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_month_row_charge_id_charge")),
        sa.ForeignKeyConstraint(
            ["closed_month_id"], ["closed_month.id"], name=op.f("fk_month_row_closed_month_id_closed_month")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_month_row_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_month_row_person_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_month_row_programme_id_programme")),
        sa.ForeignKeyConstraint(
            ["restatement_id"], ["restatement.id"], name=op.f("fk_month_row_restatement_id_restatement")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_month_row_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_month_row")),
    )
    op.create_index("ix_month_row_charge_id", "month_row", ["charge_id"], unique=False)
    op.create_index("ix_month_row_closed_month_id", "month_row", ["closed_month_id"], unique=False)
    op.create_index("ix_month_row_restatement_id", "month_row", ["restatement_id"], unique=False)


def downgrade() -> None:
    op.drop_table("month_row")
    op.drop_table("restatement")
    op.drop_table("closed_month")
    op.drop_table("budget")
