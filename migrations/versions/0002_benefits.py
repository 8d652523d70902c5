"""What a programme pays: editions, eligibility, the cap ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "programme",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme")),
    )
    op.create_index("uq_programme_code", "programme", ["code"], unique=True)

    op.create_table(
        "programme_edition",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("written_by_id", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_programme_edition_term")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_programme_edition_programme_id_programme")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_programme_edition_published_by_id_user")
        ),
        sa.ForeignKeyConstraint(["written_by_id"], ["user.id"], name=op.f("fk_programme_edition_written_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_edition")),
    )
    op.create_index("uq_programme_edition_number", "programme_edition", ["programme_id", "number"], unique=True)

    op.create_table(
        "spending_limit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by_id"], ["user.id"], name=op.f("fk_spending_limit_set_by_id_user")),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_spending_limit_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_limit")),
    )
    op.create_index("uq_spending_limit", "spending_limit", ["user_id", "from_on"], unique=True)

    op.create_table(
        "table_import",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by_id", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["imported_by_id"], ["user.id"], name=op.f("fk_table_import_imported_by_id_user")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["user.id"], name=op.f("fk_table_import_undone_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_import")),
    )
    op.create_index(
        "uq_table_import_digest",
        "table_import",
        ["kind", "digest"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )

    op.create_table(
        "cap_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("committed", sa.Integer(), nullable=False),
        sa.Column("allowed_over", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("cap IS NULL OR held + committed <= cap + allowed_over", name=op.f("ck_cap_account_cap")),
        sa.CheckConstraint("held >= 0 AND committed >= 0 AND allowed_over >= 0", name=op.f("ck_cap_account_amounts")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cap_account_person_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_cap_account_programme_id_programme")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_account")),
    )
    op.create_index("uq_cap_account", "cap_account", ["person_id", "programme_id", "year"], unique=True)

    op.create_table(
        "eligibility_check",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("occasion", sa.String(32), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("own_percent", sa.Integer(), nullable=True),
        sa.Column("conditions", sa.JSON(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("checked_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["checked_by_id"], ["user.id"], name=op.f("fk_eligibility_check_checked_by_id_user")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["programme_edition.id"], name=op.f("fk_eligibility_check_edition_id_programme_edition")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_eligibility_check_person_id_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_eligibility_check_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_check")),
    )
    op.create_index("ix_eligibility_check_person_id", "eligibility_check", ["person_id", "checked_at"], unique=False)
    op.create_index("ix_eligibility_check_subject_id", "eligibility_check", ["subject_id"], unique=False)

    op.create_table(
        "group_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("group", sa.String(32), nullable=False),
        sa.Column("belongs", sa.Boolean(), nullable=False),
        sa.Column("verified_by", sa.String(32), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_group_membership_entered_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_group_membership_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_membership")),
    )
    op.create_index("ix_group_membership_person_id", "group_membership", ["person_id"], unique=False)

    op.create_table(
        "income_verification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("band", sa.String(32), nullable=False),
        sa.Column("household_size", sa.Integer(), nullable=False),
        sa.Column("table_year", sa.Integer(), nullable=False),
        sa.Column("verified_by", sa.String(32), nullable=False),
        sa.Column("verified_on", sa.Date(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("entered_by_id", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["entered_by_id"], ["user.id"], name=op.f("fk_income_verification_entered_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_income_verification_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_income_verification")),
    )
    op.create_index(
        "ix_income_verification_person_id_from_on", "income_verification", ["person_id", "from_on"], unique=False
    )

    op.create_table(
        "median_income",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("household_size", sa.Integer(), nullable=False),
        sa.Column("monthly_krw", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=100), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("household_size > 0", name=op.f("ck_median_income_size")),
        sa.CheckConstraint("monthly_krw > 0", name=op.f("ck_median_income_amount")),
        sa.ForeignKeyConstraint(
            ["import_id"], ["table_import.id"], name=op.f("fk_median_income_import_id_table_import")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_median_income")),
    )
    op.create_index("uq_median_income", "median_income", ["year", "household_size", "import_id"], unique=True)

    op.create_table(
        "payer_choice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_line_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("by_rule", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("chosen_by_id", sa.Uuid(), nullable=True),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["chosen_by_id"], ["user.id"], name=op.f("fk_payer_choice_chosen_by_id_user")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payer_choice_person_id_person")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["programme.id"], name=op.f("fk_payer_choice_programme_id_programme")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payer_choice")),
    )
    op.create_index("ix_payer_choice_plan_line_id", "payer_choice", ["plan_line_id", "chosen_at"], unique=False)

    op.create_table(
        "cap_override",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note", sa.String(length=500), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_cap_override_amount")),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> requested_by_id", name=op.f("ck_cap_override_second_person")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["cap_account.id"], name=op.f("fk_cap_override_account_id_cap_account")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["user.id"], name=op.f("fk_cap_override_decided_by_id_user")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["user.id"], name=op.f("fk_cap_override_requested_by_id_user")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_cap_override_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_override")),
    )
    op.create_index("ix_cap_override_account_id", "cap_override", ["account_id"], unique=False)
    op.create_index("ix_cap_override_state", "cap_override", ["state", "requested_at"], unique=False)

    op.create_table(
        "cap_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("limit", sa.Integer(), nullable=True),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("committed", sa.Integer(), nullable=False),
        sa.Column("allowed_over", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '"limit" IS NULL OR held + committed <= "limit" + allowed_over', name=op.f("ck_cap_part_limit")
        ),
        sa.CheckConstraint("held >= 0 AND committed >= 0", name=op.f("ck_cap_part_amounts")),
        sa.ForeignKeyConstraint(["account_id"], ["cap_account.id"], name=op.f("fk_cap_part_account_id_cap_account")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_cap_part_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_part")),
    )
    op.create_index("uq_cap_part", "cap_part", ["account_id", "service_id"], unique=True)

    op.create_table(
        "charge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("visit_id", sa.Uuid(), nullable=False),
        sa.Column("plan_line_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("programme_id", sa.Uuid(), nullable=True),
        sa.Column("edition_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("service_on", sa.Date(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("unit_price", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("due_percent", sa.Integer(), nullable=False),
        sa.Column("own_percent", sa.Integer(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("own_share", sa.Integer(), nullable=False),
        sa.Column("support", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("booked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("amount = own_share + support", name=op.f("ck_charge_parts")),
        sa.CheckConstraint("quantity >= 0 AND own_share >= 0 AND support >= 0", name=op.f("ck_charge_amounts")),
        sa.ForeignKeyConstraint(["account_id"], ["cap_account.id"], name=op.f("fk_charge_account_id_cap_account")),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["programme_edition.id"], name=op.f("fk_charge_edition_id_programme_edition")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_charge_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_charge_person_id_person")),
        sa.ForeignKeyConstraint(["programme_id"], ["programme.id"], name=op.f("fk_charge_programme_id_programme")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_charge_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_charge")),
    )
    op.create_index("ix_charge_account_id", "charge", ["account_id"], unique=False)
    op.create_index("ix_charge_organisation_id_service_on", "charge", ["organisation_id", "service_on"], unique=False)
    op.create_index("ix_charge_person_id_service_on", "charge", ["person_id", "service_on"], unique=False)
    op.create_index("ix_charge_plan_line_id", "charge", ["plan_line_id"], unique=False)
    op.create_index("uq_charge_visit_id", "charge", ["visit_id"], unique=True)

    op.create_table(
        "cap_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("charge_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("committed", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["cap_account.id"], name=op.f("fk_cap_entry_account_id_cap_account")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_cap_entry_by_id_user")),
        sa.ForeignKeyConstraint(["charge_id"], ["charge.id"], name=op.f("fk_cap_entry_charge_id_charge")),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_cap_entry_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cap_entry")),
    )
    op.create_index("ix_cap_entry_account_id", "cap_entry", ["account_id", "at"], unique=False)
    op.create_index("ix_cap_entry_charge_id", "cap_entry", ["charge_id"], unique=False)
    op.create_index("uq_cap_entry_key", "cap_entry", ["key"], unique=True)

    with op.batch_alter_table("service_price") as batch:
        batch.add_column(sa.Column("import_id", sa.Uuid(), nullable=True))
    op.create_index("ix_service_price_import_id", "service_price", ["import_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_service_price_import_id", "service_price")
    with op.batch_alter_table("service_price") as batch:
        batch.drop_column("import_id")
    op.drop_table("cap_entry")
    op.drop_table("charge")
    op.drop_table("cap_part")
    op.drop_table("cap_override")
    op.drop_table("payer_choice")
    op.drop_table("median_income")
    op.drop_table("income_verification")
    op.drop_table("group_membership")
    op.drop_table("eligibility_check")
    op.drop_table("cap_account")
    op.drop_table("table_import")
    op.drop_table("spending_limit")
    op.drop_table("programme_edition")
    op.drop_table("programme")
