"""The waiting list: needs for which no place is free, and places kept for them in turn."""

import sqlalchemy as sa
from alembic import op

revision = "0109"
down_revision = "0108"
branch_labels = None
depends_on = None

ENTRY, OFFER = "wait_entry", "place_offer"
RUNS, STANDS = sa.text("closed_at IS NULL"), sa.text("ended_at IS NULL")


def upgrade() -> None:
    op.create_table(
        ENTRY,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("plan_line_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("urgency", sa.String(32), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("put_by_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(32), nullable=True),
        sa.CheckConstraint("(state IN ('waiting', 'offered')) = (closed_at IS NULL)", name=op.f(f"ck_{ENTRY}_closed")),
        sa.CheckConstraint("(state = 'ended') = (end_reason IS NOT NULL)", name=op.f(f"ck_{ENTRY}_end_reason")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{ENTRY}_{column}_{table}"))
            for column, table in (
                ("case_id", "care_case"),
                ("plan_line_id", "plan_line"),
                ("service_id", "service"),
                ("put_by_id", "user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ENTRY}")),
    )
    for column in ("case_id", "plan_line_id"):
        op.create_index(op.f(f"ix_{ENTRY}_{column}"), ENTRY, [column])
    op.create_index(
        "uq_wait_entry_line", ENTRY, ["plan_line_id"], unique=True, sqlite_where=RUNS, postgresql_where=RUNS
    )
    op.create_index("ix_wait_entry_running", ENTRY, ["service_id"], sqlite_where=RUNS, postgresql_where=RUNS)
    op.create_table(
        OFFER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("slot_id", sa.Uuid(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.CheckConstraint("(outcome IS NULL) = (ended_at IS NULL)", name=op.f(f"ck_{OFFER}_ended")),
        sa.ForeignKeyConstraint(["entry_id"], [f"{ENTRY}.id"], name=op.f(f"fk_{OFFER}_entry_id_{ENTRY}")),
        sa.ForeignKeyConstraint(["slot_id"], ["slot.id"], name=op.f(f"fk_{OFFER}_slot_id_slot")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{OFFER}")),
    )
    op.create_index(op.f(f"ix_{OFFER}_slot_id"), OFFER, ["slot_id"])
    op.create_index("uq_place_offer_place", OFFER, ["entry_id", "slot_id"], unique=True)
    op.create_index(
        "uq_place_offer_standing", OFFER, ["entry_id"], unique=True, sqlite_where=STANDS, postgresql_where=STANDS
    )
    op.create_index("ix_place_offer_until_at", OFFER, ["until_at"], sqlite_where=STANDS, postgresql_where=STANDS)


def downgrade() -> None:
    op.drop_table(OFFER)
    op.drop_table(ENTRY)
