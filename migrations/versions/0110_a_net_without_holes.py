"""Whom no device sees, emergencies on the telephone, deputies of a ladder, and worries whose alert ended."""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0109"
branch_labels = None
depends_on = None

MATTERS = (("staff_notice", "matter", ""), ("outbox_message", "kind", "staff_"), ("outbox_message", "kind", "on_call_"))
DOUBLED = """
UPDATE call_task SET state = 'done', ended_at = asked_at
WHERE kind = 'emergency' AND state = 'open' AND household_id IN (
    SELECT other.household_id FROM call_task AS other WHERE other.kind = 'visit' AND other.state = 'open'
)
"""
"""A visit that is to be made already is asked for once."""

HANDLED = "ck_worry_handled"


def upgrade() -> None:
    with op.batch_alter_table("alert") as batch:
        batch.add_column(sa.Column("is_unseen", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("deputy_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_alert_deputy_id_user"), "user", ["deputy_id"], ["id"])
        batch.create_index("ix_alert_deputy_id", ["deputy_id"])
    with op.batch_alter_table("alert") as batch:
        batch.alter_column("is_unseen", server_default=None)
    with op.batch_alter_table("watch") as batch:
        batch.add_column(sa.Column("told_coordinator_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("told_office_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("worry") as batch:
        batch.add_column(sa.Column("alert_id", sa.Uuid(), nullable=True))
        batch.create_index("ix_worry_alert_id", ["alert_id"])
        batch.drop_constraint(op.f(HANDLED), type_="check")
        batch.create_check_constraint(op.f(HANDLED), "(state IN ('reported', 'seen')) = (handled_at IS NULL)")
    op.execute(DOUBLED)
    op.execute("UPDATE call_task SET kind = 'visit' WHERE kind = 'emergency'")
    for table, column, before in MATTERS:
        op.execute(f"UPDATE {table} SET {column} = '{before}alert' WHERE {column} = '{before}crisis'")  # noqa: S608


def downgrade() -> None:
    """Nothing tells which visits and notices were of emergencies."""
    op.execute("UPDATE worry SET state = 'reported' WHERE state = 'seen'")
    with op.batch_alter_table("worry") as batch:
        batch.drop_constraint(op.f(HANDLED), type_="check")
        batch.create_check_constraint(op.f(HANDLED), "(state = 'reported') = (handled_at IS NULL)")
        batch.drop_index("ix_worry_alert_id")
        batch.drop_column("alert_id")
    with op.batch_alter_table("watch") as batch:
        batch.drop_column("told_office_at")
        batch.drop_column("told_coordinator_at")
    with op.batch_alter_table("alert") as batch:
        batch.drop_index("ix_alert_deputy_id")
        batch.drop_constraint(op.f("fk_alert_deputy_id_user"), type_="foreignkey")
        batch.drop_column("deputy_id")
        batch.drop_column("is_unseen")
