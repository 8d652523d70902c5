"""Calls, whose turn it is, what calls leave to be done, and telephone numbers at which strangers answer."""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

CALL, TURN, TASK = "phone_call", "call_turn", "call_task"
OPEN, AGAIN = sa.text("state = 'open'"), sa.text("again_at IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        CALL,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("result", sa.String(32), nullable=False),
        sa.Column("begun_by", sa.String(32), nullable=False),
        sa.Column("kinds", sa.String(120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=False),
        sa.Column("by_name", sa.String(50), nullable=False),
        sa.CheckConstraint("(result = 'call_back') = (again_at IS NOT NULL)", name=op.f("ck_phone_call_again")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_phone_call_household_id_household")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_phone_call_contact_id_contact")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_phone_call_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phone_call")),
    )
    op.create_index("ix_phone_call_household_id_at", CALL, ["household_id", "at"])
    op.create_index("ix_phone_call_at", CALL, ["at"])
    op.create_index(op.f("ix_phone_call_contact_id"), CALL, ["contact_id"])
    op.create_table(
        TURN,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("about_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("taken_by_id", sa.Uuid(), nullable=True),
        sa.Column("taken_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("rests_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_call_turn_household_id_household")),
        sa.ForeignKeyConstraint(["taken_by_id"], ["user.id"], name=op.f("fk_call_turn_taken_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_turn")),
    )
    op.create_index("uq_call_turn_about_id", TURN, ["about_id"], unique=True)
    op.create_index(op.f("ix_call_turn_household_id"), TURN, ["household_id"])
    op.create_index("ix_call_turn_rests_until", TURN, ["rests_until"])
    op.create_index("ix_call_turn_again_at", TURN, ["again_at", "id"], sqlite_where=AGAIN, postgresql_where=AGAIN)
    op.create_table(
        TASK,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("call_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'open') = (ended_at IS NULL)", name=op.f("ck_call_task_ended")),
        sa.ForeignKeyConstraint(["household_id"], ["household.id"], name=op.f("fk_call_task_household_id_household")),
        sa.ForeignKeyConstraint(["call_id"], ["phone_call.id"], name=op.f("fk_call_task_call_id_phone_call")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_task")),
    )
    op.create_index(
        "uq_call_task_open", TASK, ["household_id", "kind"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )
    op.create_index("ix_call_task_state_due_at", TASK, ["state", "due_at", "id"])
    op.create_index("ix_call_task_household_id", TASK, ["household_id", "asked_at"])
    op.create_index(op.f("ix_call_task_call_id"), TASK, ["call_id"])
    op.create_index("ix_contact_at", "contact", ["at"])
    op.add_column("person", sa.Column("phone_wrong_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("person", "phone_wrong_at")
    op.drop_index("ix_contact_at", "contact")
    op.drop_table(TASK)
    op.drop_table(TURN)
    op.drop_table(CALL)
