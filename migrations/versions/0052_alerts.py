"""Alerts and what was tried to hear of somebody."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")
ASKED = sa.text("result = 'asked'")
CERTAIN = "ended_result IN ('spoke', 'seen', 'heard')"
SEEN = "ended_result IN ('spoke', 'seen')"
CHECKS = {
    "ended": "(state IN ('ended', 'merged')) = (ended_at IS NOT NULL)",
    "ending": "(state = 'ended') = (ending IS NOT NULL)",
    "merged": "(state = 'merged') = (merged_into_id IS NOT NULL)",
    "means": "(ending IS NULL) = (ended_means IS NULL)",
    "certain": f"ending IS NULL OR (ended_result IS NOT NULL AND {CERTAIN})",
    "well": f"ending IS NULL OR ending NOT IN ('safe', 'false_alarm') OR {SEEN}",
}


def moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        moment("raised_at"),
        sa.Column("raised_by_id", sa.Uuid(), nullable=True),
        moment("silent_since"),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("rung", sa.String(32), nullable=False),
        moment("rung_at"),
        moment("due_at"),
        moment("last_activity_at", nullable=True),
        sa.Column("ending", sa.String(32), nullable=True),
        moment("ended_at", nullable=True),
        sa.Column("ended_means", sa.String(32), nullable=True),
        sa.Column("ended_result", sa.String(32), nullable=True),
        sa.Column("merged_into_id", sa.Uuid(), nullable=True),
        *(sa.CheckConstraint(check, name=op.f(f"ck_alert_{name}")) for name, check in CHECKS.items()),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_alert_household_id_household")),
        sa.ForeignKeyConstraint(["raised_by_id"], ["user.id"], name=op.f("fk_alert_raised_by_id_user")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["alert.id"], name=op.f("fk_alert_merged_into_id_alert")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert")),
    )
    op.create_index("uq_alert_open", "alert", ["household_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_alert_due_at", "alert", ["due_at"], sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index("ix_alert_household_id", "alert", ["household_id", "raised_at"])
    op.create_index("ix_alert_ended_at", "alert", ["ended_at"])
    op.create_table(
        "alert_attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("rung", sa.String(32), nullable=False),
        sa.Column("means", sa.String(32), nullable=False),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        moment("at"),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name=op.f("fk_alert_attempt_alert_id_alert")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_alert_attempt_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alert_attempt")),
    )
    op.create_index("ix_alert_attempt_alert_id_at", "alert_attempt", ["alert_id", "at"])
    op.create_index(
        "uq_alert_attempt_asked", "alert_attempt", ["alert_id"], unique=True, sqlite_where=ASKED, postgresql_where=ASKED
    )


def downgrade() -> None:
    op.drop_table("alert_attempt")
    op.drop_table("alert")
