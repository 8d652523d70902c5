"""What people ask about their own data, who wants no messages, and why something was destroyed."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

WAITS = sa.text("ended_at IS NULL")
CHECKS = {
    "answered": "(answered_at IS NULL) = (answer = '')",
    "open": "state NOT IN ('received', 'extended') OR answered_at IS NULL",
    "decided": "state NOT IN ('granted', 'partly', 'refused', 'erased') OR answered_at IS NOT NULL",
    "waits": "state NOT IN ('received', 'extended') OR ended_at IS NULL",
    "ended": "state NOT IN ('erased', 'withdrawn') OR ended_at IS NOT NULL",
    "erased": "(state = 'erased') = (erased_at IS NOT NULL)",
    "ground": "state NOT IN ('partly', 'refused') OR ground IS NOT NULL",
    "extension": "(extended_at IS NULL) = (extension = '')",
}


def moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "rights_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(16), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("channel", sa.String(32), nullable=False),
        sa.Column("asked_by", sa.String(32), nullable=False),
        sa.Column("reply_by", sa.String(32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("identified", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("reading_id", sa.Uuid(), nullable=True),
        sa.Column("fact", sa.String(32), nullable=True),
        sa.Column("stops", sa.Text(), nullable=False),
        moment("asked_at", nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        moment("extended_at"),
        sa.Column("extension", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(32), nullable=True),
        sa.Column("stopped", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        moment("answered_at"),
        moment("posted_at"),
        moment("erased_at"),
        moment("ended_at"),
        moment("warned_at"),
        moment("overdue_told_at"),
        *(sa.CheckConstraint(what, name=op.f(f"ck_rights_request_{name}")) for name, what in CHECKS.items()),
        sa.ForeignKeyConstraint(
            ["household_id"], ["household.id"], name=op.f("fk_rights_request_household_id_household")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rights_request_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_request")),
    )
    op.create_index("uq_rights_request_number", "rights_request", ["number"], unique=True)
    op.create_index("ix_rights_request_household_id", "rights_request", ["household_id", "asked_at"])
    op.create_index("ix_rights_request_person_id", "rights_request", ["person_id"])
    op.create_index("ix_rights_request_received_on", "rights_request", ["received_on", "id"])
    op.create_index(
        "ix_rights_request_waits", "rights_request", ["due_on", "id"], sqlite_where=WAITS, postgresql_where=WAITS
    )
    op.create_table(
        "message_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        moment("begun_at", nullable=False),
        moment("ended_at"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_message_stop_person_id_person")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["rights_request.id"], name=op.f("fk_message_stop_request_id_rights_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_stop")),
    )
    op.create_index("ix_message_stop_person_id", "message_stop", ["person_id"])
    op.create_index("ix_message_stop_request_id", "message_stop", ["request_id"])
    op.create_index(
        "uq_message_stop_open",
        "message_stop",
        ["person_id"],
        unique=True,
        sqlite_where=WAITS,
        postgresql_where=WAITS,
    )
    op.add_column("destruction", sa.Column("why", sa.String(32), server_default="time", nullable=False))
    with op.batch_alter_table("destruction") as table:
        table.alter_column("why", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("destruction") as table:
        table.drop_column("why")
    op.drop_table("message_stop")
    op.drop_table("rights_request")
