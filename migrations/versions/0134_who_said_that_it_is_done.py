"""Who wrote down that a task of a meeting is done; how tasks ended is found by the search."""

import sqlalchemy as sa
from alembic import op

revision = "0134"
down_revision = "0133"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("meeting_action") as batch:
        batch.add_column(sa.Column("done_by", sa.String(100), nullable=False, server_default=""))
    with op.batch_alter_table("meeting_action") as batch:
        batch.alter_column("done_by", server_default=None)
    _shelve_anew()


def downgrade() -> None:
    _shelve_anew()
    with op.batch_alter_table("meeting_action") as batch:
        batch.drop_column("done_by")


def _shelve_anew() -> None:
    """The worker puts on the shelf whatever meeting has none of its points there."""
    text = sa.table("search_text", sa.column("number", sa.Integer), sa.column("thing_id", sa.Uuid))
    posting = sa.table("search_posting", sa.column("number", sa.Integer))
    item = sa.table("agenda_item", sa.column("id", sa.Uuid), sa.column("meeting_id", sa.Uuid))
    task = sa.table("meeting_action", sa.column("meeting_id", sa.Uuid), sa.column("done_at", sa.DateTime))
    done = sa.select(task.c.meeting_id).where(task.c.done_at.is_not(None))
    points = sa.select(item.c.id).where(item.c.meeting_id.in_(done))
    numbers = sa.select(text.c.number).where(text.c.thing_id.in_(points))
    op.execute(posting.delete().where(posting.c.number.in_(numbers)))
    op.execute(text.delete().where(text.c.thing_id.in_(points)))
