"""Volunteers of two teams, the households in the charge of watchers, what they told, and what finders told."""

from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0063"
branch_labels = None
depends_on = None

VETTED = " AND ".join(f"{day} IS NOT NULL" for day in ("trained_on", "checked_on", "signed_on", "from_on", "until_on"))


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def day(name: str, *, nullable: bool = False) -> sa.Column[date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def text(name: str, length: int = 32) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def key(table: str, name: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_{table}_{name}_{to}"))


def upgrade() -> None:
    op.create_table(
        "volunteer",
        sa.Column("id", sa.Uuid(), nullable=False),
        text("team"),
        text("name", 50),
        text("email", 254),
        text("phone", 16),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        text("state"),
        moment("taken_in_at"),
        *(day(name, nullable=True) for name in ("trained_on", "checked_on", "signed_on", "from_on", "until_on")),
        moment("ended_at", nullable=True),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_volunteer_ended")),
        sa.CheckConstraint(f"state <> 'active' OR ({VETTED})", name=op.f("ck_volunteer_vetted")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_volunteer_span")),
        key("volunteer", "user_id", "user"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer")),
    )
    here = sa.text("state <> 'ended'")
    op.create_index(
        "uq_volunteer_open", "volunteer", ["email", "team"], unique=True, sqlite_where=here, postgresql_where=here
    )
    op.create_index("ix_volunteer_user_id", "volunteer", ["user_id"])
    op.create_table(
        "assignment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        text("reach"),
        text("often"),
        sa.Column("what", sa.Text(), nullable=False),
        day("from_on"),
        day("until_on"),
        day("due_on"),
        text("state"),
        moment("assigned_at"),
        moment("ended_at", nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_assignment_span")),
        sa.CheckConstraint("(state = 'ended') = (ended_at IS NOT NULL)", name=op.f("ck_assignment_ended")),
        key("assignment", "volunteer_id", "volunteer"),
        key("assignment", "household_id", "household"),
        key("assignment", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    still = sa.text("state = 'open'")
    op.create_index(
        "uq_assignment_open",
        "assignment",
        ["volunteer_id", "household_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )
    op.create_index("ix_assignment_household_id", "assignment", ["household_id"])
    op.create_index("ix_assignment_due_on", "assignment", ["due_on", "id"], sqlite_where=still, postgresql_where=still)
    op.create_index(op.f("ix_assignment_person_id"), "assignment", ["person_id"])
    op.create_table(
        "neighbour_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        text("found"),
        sa.Column("note", sa.Text(), nullable=False),
        moment("at"),
        text("by_name", 50),
        text("state"),
        sa.Column("answer", sa.Text(), nullable=False),
        moment("seen_to_at", nullable=True),
        sa.CheckConstraint("(state = 'seen_to') = (seen_to_at IS NOT NULL)", name=op.f("ck_neighbour_report_seen_to")),
        key("neighbour_report", "assignment_id", "assignment"),
        key("neighbour_report", "household_id", "household"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_neighbour_report")),
    )
    op.create_index("ix_neighbour_report_household_id", "neighbour_report", ["household_id", "at"])
    op.create_index("ix_neighbour_report_assignment_id", "neighbour_report", ["assignment_id", "at"])
    op.create_index("ix_neighbour_report_state", "neighbour_report", ["state", "found", "at"])
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("volunteer_id", sa.Uuid(), nullable=False),
        sa.Column("worry_id", sa.Uuid(), nullable=False),
        moment("told_at"),
        key("finding", "volunteer_id", "volunteer"),
        key("finding", "worry_id", "worry"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index("ix_finding_volunteer_id", "finding", ["volunteer_id", "told_at"])
    op.create_index(op.f("ix_finding_worry_id"), "finding", ["worry_id"])


def downgrade() -> None:
    for table in ("finding", "neighbour_report", "assignment", "volunteer"):
        op.drop_table(table)
