"""Minutes that those who were there confirm, and that are sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0074"
branch_labels = None
depends_on = None

CHARTER = "meeting_charter"


def upgrade() -> None:
    with op.batch_alter_table(CHARTER) as table:
        table.add_column(sa.Column("confirm_days", sa.Integer(), nullable=False, server_default="7"))
        table.add_column(sa.Column("silence", sa.String(32), nullable=False, server_default="confirms"))
        table.drop_constraint(op.f("ck_meeting_charter_proxies"), type_="check")
    with op.batch_alter_table(CHARTER) as table:
        table.alter_column("confirm_days", server_default=None)
        table.alter_column("silence", server_default=None)
        table.create_check_constraint(op.f("ck_meeting_charter_counts"), "proxies >= 0 AND confirm_days >= 0")
    op.create_table(
        "minutes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("silence", sa.String(32), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("number", sa.String(16), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.CheckConstraint("(state = 'sealed') = (sealed_at IS NOT NULL)", name=op.f("ck_minutes_sealed")),
        sa.CheckConstraint(
            "(sealed_at IS NULL) = (number IS NULL) AND (number IS NULL) = (digest = '')",
            name=op.f("ck_minutes_number"),
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_minutes_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes")),
    )
    op.create_index("uq_minutes_meeting_id", "minutes", ["meeting_id"], unique=True)
    op.create_index("uq_minutes_number", "minutes", ["number"], unique=True)
    op.create_index(op.f("ix_minutes_state"), "minutes", ["state"])
    op.create_table(
        "minutes_reply",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("answer", sa.String(32), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(answer = 'confirmed') = (words = '')", name=op.f("ck_minutes_reply_words")),
        sa.CheckConstraint("(outcome IS NULL) = (answered_at IS NULL)", name=op.f("ck_minutes_reply_answered")),
        sa.CheckConstraint("outcome IS NULL OR answer = 'amends'", name=op.f("ck_minutes_reply_outcome")),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_minutes_reply_{column}_{table}"))
            for column, table in (
                ("minutes_id", "minutes"),
                ("seat_id", "meeting_attendee"),
                ("item_id", "agenda_item"),
                ("answered_by_id", "user"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_minutes_reply")),
    )
    op.create_index(op.f("ix_minutes_reply_minutes_id"), "minutes_reply", ["minutes_id"])
    op.create_index(op.f("ix_minutes_reply_seat_id"), "minutes_reply", ["seat_id"])


def downgrade() -> None:
    op.drop_table("minutes_reply")
    op.drop_table("minutes")
    with op.batch_alter_table(CHARTER) as table:
        table.drop_constraint(op.f("ck_meeting_charter_counts"), type_="check")
        table.create_check_constraint(op.f("ck_meeting_charter_proxies"), "proxies >= 0")
        table.drop_column("confirm_days")
        table.drop_column("silence")
