"""Leaks of personal data and the people whom they touched."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        moment("detected_at", nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        moment("since", nullable=False),
        moment("until", nullable=False),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("is_from_outside", sa.Boolean(), nullable=False),
        sa.Column("items", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("advice", sa.Text(), nullable=False),
        sa.Column("measures", sa.Text(), nullable=False),
        sa.Column("relief", sa.Text(), nullable=False),
        sa.Column("contact", sa.String(200), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        moment("contained_at"),
        moment("told_at"),
        moment("reported_at"),
        sa.Column("report_number", sa.String(100), nullable=False),
        moment("closed_at"),
        moment("warned_at"),
        moment("overdue_told_at"),
        sa.CheckConstraint("until >= since", name=op.f("ck_incident_span")),
        sa.CheckConstraint("(state = 'detected') = (contained_at IS NULL)", name=op.f("ck_incident_contained")),
        sa.CheckConstraint("(state IN ('detected', 'contained')) = (told_at IS NULL)", name=op.f("ck_incident_told")),
        sa.CheckConstraint("state <> 'reported' OR reported_at IS NOT NULL", name=op.f("ck_incident_reported")),
        sa.CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_incident_closed")),
        sa.ForeignKeyConstraint(["account_id"], ["user.id"], name=op.f("fk_incident_account_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
    )
    op.create_index("ix_incident_state_detected_at", "incident", ["state", "detected_at"])
    op.create_table(
        "touched_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("told_by", sa.String(32), nullable=True),
        moment("told_at"),
        sa.CheckConstraint("(told_by IS NULL) = (told_at IS NULL)", name=op.f("ck_touched_person_told")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_touched_person_incident_id_incident")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_touched_person_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_touched_person")),
    )
    op.create_index(
        "uq_touched_person_incident_id_person_id", "touched_person", ["incident_id", "person_id"], unique=True
    )
    op.create_index(op.f("ix_touched_person_person_id"), "touched_person", ["person_id"])


def downgrade() -> None:
    op.drop_table("touched_person")
    op.drop_table("incident")
