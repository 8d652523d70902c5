"""Of what servers answered to a message only codes stay: their words may repeat the address or the number."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None

ERRORS = (("outbox_message", "last_error"), ("outbox_event", "error"))


def upgrade() -> None:
    for table, name in ERRORS:
        error: sa.ColumnClause[str] = sa.column(name, sa.String)
        rows = sa.update(sa.table(table, error))
        begins_with_code = error.like("___ %") & sa.func.substr(error, 1, 1).in_(("4", "5"))
        op.execute(rows.where(begins_with_code).values({name: sa.func.substr(error, 1, 3)}))
        is_code = (sa.func.length(error) == 3) | error.like("status ___")
        op.execute(rows.where(~is_code).values({name: ""}))


def downgrade() -> None:
    """What was taken out is gone."""
