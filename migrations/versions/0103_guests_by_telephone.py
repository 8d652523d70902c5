"""Guests of open events who ask by telephone, and numbers of guests that stay once they are destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0103"
down_revision = "0102"
branch_labels = None
depends_on = None

EVENT = sa.table("open_event", *(sa.column(name) for name in ("id", "waiting", "withdrawn", "came")))
GUEST = sa.table(
    "event_guest",
    sa.column("event_id"),
    sa.column("seated_at"),
    sa.column("withdrawn_at"),
    sa.column("came", sa.Boolean()),
)
WITHDREW, WAITS = GUEST.c.withdrawn_at.is_not(None), GUEST.c.withdrawn_at.is_(None) & GUEST.c.seated_at.is_(None)


def how_many(condition: sa.ColumnElement[bool]) -> sa.ScalarSelect[int]:
    counted = sa.select(sa.func.count()).select_from(GUEST).where(GUEST.c.event_id == EVENT.c.id, condition)
    return counted.correlate(EVENT).scalar_subquery()


def upgrade() -> None:
    with op.batch_alter_table("open_event") as batch:
        batch.add_column(sa.Column("waiting", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("withdrawn", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("came", sa.Integer(), nullable=True))
    op.execute(sa.update(EVENT).values(waiting=how_many(WAITS), withdrawn=how_many(WITHDREW)))
    there = how_many(GUEST.c.came & GUEST.c.withdrawn_at.is_(None))
    op.execute(sa.update(EVENT).values(came=there).where(there > 0))
    with op.batch_alter_table("open_event") as batch:
        batch.alter_column("waiting", server_default=None)
        batch.alter_column("withdrawn", server_default=None)
    with op.batch_alter_table("event_guest") as batch:
        batch.add_column(sa.Column("phone", sa.String(20), nullable=False, server_default=""))
        batch.add_column(sa.Column("entered_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("call_since", sa.DateTime(timezone=True), nullable=True))
        batch.create_foreign_key(op.f("fk_event_guest_entered_by_id_user"), "user", ["entered_by_id"], ["id"])
        batch.create_check_constraint(op.f("ck_event_guest_reached"), "email <> '' OR phone <> ''")
        batch.drop_index("uq_event_guest_email")
        batch.create_index("uq_event_guest_once", ["event_id", "email", "phone", "name"], unique=True)
    with op.batch_alter_table("event_guest") as batch:
        batch.alter_column("phone", server_default=None)


def downgrade() -> None:
    op.execute("DELETE FROM event_guest WHERE email = ''")
    with op.batch_alter_table("event_guest") as batch:
        batch.drop_index("uq_event_guest_once")
        batch.create_index("uq_event_guest_email", ["event_id", "email", "name"], unique=True)
        batch.drop_constraint(op.f("ck_event_guest_reached"), type_="check")
        batch.drop_constraint(op.f("fk_event_guest_entered_by_id_user"), type_="foreignkey")
        for column in ("call_since", "entered_by_id", "phone"):
            batch.drop_column(column)
    with op.batch_alter_table("open_event") as batch:
        for column in ("came", "withdrawn", "waiting"):
            batch.drop_column(column)
