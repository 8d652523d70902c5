"""Meetings are under way, points take time and tell something, decisions say why."""

import sqlalchemy as sa
from alembic import op

revision = "0118"
down_revision = "0117"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting") as batch:
        batch.add_column(sa.Column("begun_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_meeting_under_way"), "state <> 'under_way' OR begun_at IS NOT NULL")
    with op.batch_alter_table("agenda_item") as batch:
        batch.add_column(sa.Column("information", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("planned_minutes", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("taken_minutes", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("running_since", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(op.f("ck_agenda_item_minutes"), "planned_minutes > 0 AND taken_minutes >= 0")
    with op.batch_alter_table("decision") as batch:
        batch.add_column(sa.Column("reason", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("agenda_proposal") as batch:
        batch.add_column(sa.Column("planned_minutes", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_agenda_proposal_minutes"), "planned_minutes > 0")
    for table, column in (("agenda_item", "information"), ("decision", "reason")):
        with op.batch_alter_table(table) as batch:
            batch.alter_column(column, server_default=None)


def downgrade() -> None:
    op.execute("UPDATE meeting SET state = 'planned' WHERE state = 'under_way'")
    op.execute("DELETE FROM step WHERE kind = 'meeting' AND verb IN ('begin', 'take_back')")
    op.execute("UPDATE step SET before = 'planned' WHERE kind = 'meeting' AND before = 'under_way'")
    with op.batch_alter_table("agenda_proposal") as batch:
        batch.drop_constraint(op.f("ck_agenda_proposal_minutes"), type_="check")
        batch.drop_column("planned_minutes")
    with op.batch_alter_table("decision") as batch:
        batch.drop_column("reason")
    with op.batch_alter_table("agenda_item") as batch:
        batch.drop_constraint(op.f("ck_agenda_item_minutes"), type_="check")
        for column in ("running_since", "taken_minutes", "planned_minutes", "information"):
            batch.drop_column(column)
    with op.batch_alter_table("meeting") as batch:
        batch.drop_constraint(op.f("ck_meeting_under_way"), type_="check")
        batch.drop_column("begun_at")
