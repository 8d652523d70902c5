"""Statements of a month: runs, lines, disputes, steps; the bank accounts of the co-operatives."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "bank_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("bank", sa.String(length=30), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("sealed_number", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=300), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('current', 'replaced') OR decided_by_id IS NOT NULL", name=op.f("ck_bank_account_confirmed")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> proposed_by_id", name=op.f("ck_bank_account_second_person")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_bank_account_decided_by_id_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bank_account_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["user.id"], name=op.f("fk_bank_account_proposed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_account")),
    )
    op.create_index(
        "uq_bank_account_current",
        "bank_account",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.create_index(
        "uq_bank_account_proposed",
        "bank_account",
        ["organisation_id"],
        unique=True,
        sqlite_where=sa.text("state = 'proposed'"),
        postgresql_where=sa.text("state = 'proposed'"),
    )

    op.create_table(
        "settlement_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=200), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("done >= 0 AND done <= total", name=op.f("ck_settlement_run_progress")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user.id"], name=op.f("fk_settlement_run_requested_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_run")),
    )
    op.create_index("ix_settlement_run_month", "settlement_run", ["month", "requested_at"], unique=False)
    op.create_index(
        "uq_settlement_run_open",
        "settlement_run",
        ["month"],
        unique=True,
        sqlite_where=sa.text("finished_at IS NULL"),
        postgresql_where=sa.text("finished_at IS NULL"),
    )

    op.create_table(
        "statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("own_share", sa.Integer(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.Column("drawn_by_id", sa.Uuid(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_by_id", sa.Uuid(), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("bank_account_id", sa.Uuid(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'paid') OR approved_by_id IS NOT NULL", name=op.f("ck_statement_approved")
        ),
        sa.CheckConstraint("amount = own_share + support", name=op.f("ck_statement_parts")),
        sa.CheckConstraint(
            "approved_by_id IS NULL OR approved_by_id <> drawn_by_id", name=op.f("ck_statement_second_person")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["user.id"], name=op.f("fk_statement_approved_by_id_user")),
        sa.ForeignKeyConstraint(
            ["bank_account_id"], ["bank_account.id"], name=op.f("fk_statement_bank_account_id_bank_account")
        ),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"], name=op.f("fk_statement_checked_by_id_user")),
        sa.ForeignKeyConstraint(["drawn_by_id"], ["user.id"], name=op.f("fk_statement_drawn_by_id_user")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_statement_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["paid_by_id"], ["user.id"], name=op.f("fk_statement_paid_by_id_user")),
        sa.ForeignKeyConstraint(["submitted_by_id"], ["user.id"], name=op.f("fk_statement_submitted_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index("ix_statement_month", "statement", ["month"], unique=False)
    op.create_index("uq_statement_month", "statement", ["organisation_id", "month"], unique=True)
    op.create_index("uq_statement_number", "statement", ["number"], unique=True)

    op.create_table(
        "statement_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("verb", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(length=50), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_statement_step_by_id_user")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_step_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_step")),
    )
    op.create_index("ix_statement_step_statement_id", "statement_step", ["statement_id", "at"], unique=False)

    op.create_table(
        "statement_line",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("statement_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("masked_name", sa.String(length=50), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("service_name", sa.String(length=50), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("programme_name", sa.String(length=80), nullable=False),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("due_percent", sa.Integer(), nullable=False),
        sa.Column("own_percent", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("own_share", sa.Integer(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.CheckConstraint("(kind = 'reversal') = (corrects_id IS NOT NULL)", name=op.f("ck_statement_line_reversal")),
        sa.CheckConstraint(
            "kind <> 'reversal' OR (quantity <= 0 AND own_share <= 0 AND support <= 0)",
            name=op.f("ck_statement_line_negative"),
        ),
        sa.CheckConstraint(
            "kind = 'reversal' OR (quantity >= 0 AND own_share >= 0 AND support >= 0)",
            name=op.f("ck_statement_line_positive"),
        ),
        sa.CheckConstraint("amount = own_share + support", name=op.f("ck_statement_line_parts")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_statement_line_charge_id_charge")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["statement_line.id"], name=op.f("fk_statement_line_corrects_id_statement_line")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_statement_line_person_id_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_statement_line_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_statement_line_service_id_service")),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["statement.id"], name=op.f("fk_statement_line_statement_id_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_line")),
    )
    op.create_index("ix_statement_line_charge_id", "statement_line", ["charge_id"], unique=False)
    op.create_index("uq_statement_line_corrects_id", "statement_line", ["corrects_id"], unique=True)
    op.create_index(
        "ix_statement_line_place", "statement_line", ["statement_id", "service_on", "starts_at"], unique=False
    )
    op.create_index("uq_statement_line", "statement_line", ["statement_id", "charge_id", "kind"], unique=True)

    op.create_table(
        "statement_dispute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("line_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("must_act", sa.String(32), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("settlement_note", sa.String(length=500), nullable=False),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'settled') = (settled_at IS NOT NULL)", name=op.f("ck_statement_dispute_settled")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_statement_dispute_charge_id_charge")),
        sa.ForeignKeyConstraint(
            ["line_id"], ["statement_line.id"], name=op.f("fk_statement_dispute_line_id_statement_line")
        ),
        sa.ForeignKeyConstraint(["raised_by_id"], ["user.id"], name=op.f("fk_statement_dispute_raised_by_id_user")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["user.id"], name=op.f("fk_statement_dispute_settled_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement_dispute")),
    )
    op.create_index("ix_statement_dispute_line_id", "statement_dispute", ["line_id"], unique=False)
    op.create_index(
        "uq_statement_dispute_open",
        "statement_dispute",
        ["charge_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )


def downgrade() -> None:
    op.drop_table("statement_dispute")
    op.drop_table("statement_line")
    op.drop_table("statement_step")
    op.drop_table("statement")
    op.drop_table("settlement_run")
    op.drop_table("bank_account")
