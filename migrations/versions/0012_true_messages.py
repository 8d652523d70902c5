"""Messages that say whom they are for, what they say of their subject, and why they did not go; with their history."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

WHY = "(state IN ('failed', 'unknown', 'unsent')) = (why IS NOT NULL)"
SENT = "(state = 'sent') = (sent_at IS NOT NULL)"
TO_ACCOUNTS = "('sign_in_code', 'password_reset', 'staff_invitation')"
TO_RESIDENTS = "('application_received', 'coordinator_named', 'case_closed', 'application_refused')"


def upgrade() -> None:
    with op.batch_alter_table("outbox_message") as batch:
        batch.add_column(sa.Column("audience", sa.String(32), nullable=False, server_default="staff"))
        batch.add_column(sa.Column("person_id", sa.Uuid()))
        batch.add_column(sa.Column("household_id", sa.Uuid()))
        batch.add_column(sa.Column("says", sa.String(64), nullable=False, server_default=""))
        batch.add_column(sa.Column("why", sa.String(32)))
        batch.add_column(sa.Column("called_at", sa.DateTime(timezone=True)))
        batch.add_column(sa.Column("call_outcome", sa.String(32)))
    fill()
    with op.batch_alter_table("outbox_message") as batch:
        batch.alter_column("audience", server_default=None)
        batch.alter_column("says", server_default=None)
        batch.create_check_constraint(op.f("ck_outbox_message_why"), WHY)
        batch.create_check_constraint(op.f("ck_outbox_message_sent"), SENT)
        batch.create_index("ix_outbox_message_subject_id", ["subject_id"])
        batch.create_index("ix_outbox_message_household_id", ["household_id"])
        batch.create_index("ix_outbox_message_created_at", ["created_at", "id"])
    op.create_table(
        "outbox_event",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("why", sa.String(32)),
        sa.Column("outcome", sa.String(32)),
        sa.Column("error", sa.String(200), nullable=False),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["outbox_message.id"],
            name=op.f("fk_outbox_event_message_id_outbox_message"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_event")),
    )
    op.create_index("ix_outbox_event_message_id", "outbox_event", ["message_id"])


def fill() -> None:
    """What waits goes out as it was written: what it said of its subject was not kept."""
    op.execute("UPDATE outbox_message SET subject_kind = '' WHERE state = 'waiting' AND subject_kind <> 'application'")
    op.execute(f"UPDATE outbox_message SET audience = 'account' WHERE kind IN {TO_ACCOUNTS}")  # noqa: S608 our words
    op.execute(
        f"UPDATE outbox_message SET audience = 'resident' WHERE audience = 'staff' "  # noqa: S608 our words
        f"AND (channel = 'text' OR kind IN {TO_RESIDENTS})"
    )
    op.execute("UPDATE outbox_message SET why = 'late', state = 'unsent' WHERE last_error = 'too late'")
    op.execute("UPDATE outbox_message SET why = 'refused' WHERE state = 'failed' AND attempts < 8")
    op.execute("UPDATE outbox_message SET why = 'no_answer' WHERE state = 'failed' AND why IS NULL")
    op.execute("UPDATE outbox_message SET sent_at = not_before_at WHERE state = 'sent' AND sent_at IS NULL")
    op.execute("UPDATE outbox_message SET sent_at = NULL WHERE state <> 'sent'")


def downgrade() -> None:
    op.drop_table("outbox_event")
    with op.batch_alter_table("outbox_message") as batch:
        for name in ("created_at", "household_id", "subject_id"):
            batch.drop_index(f"ix_outbox_message_{name}")
        for name in ("why", "sent"):
            batch.drop_constraint(op.f(f"ck_outbox_message_{name}"))
    op.execute("DELETE FROM outbox_message WHERE channel = 'call'")
    op.execute("UPDATE outbox_message SET state = 'failed' WHERE state IN ('sending', 'unknown', 'unsent')")
    with op.batch_alter_table("outbox_message") as batch:
        for name in ("audience", "person_id", "household_id", "says", "why", "called_at", "call_outcome"):
            batch.drop_column(name)
