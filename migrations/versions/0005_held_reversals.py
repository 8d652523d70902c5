"""A reversal that is held, because it was in dispute once, takes nothing back: another one may."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

NAME, TABLE, COLUMNS = "uq_statement_line_corrects_id", "statement_line", ["corrects_id"]


def upgrade() -> None:
    counts = sa.text("NOT held")
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS, unique=True, sqlite_where=counts, postgresql_where=counts)
    op.create_index("ix_statement_line_corrects_id", TABLE, COLUMNS)


def downgrade() -> None:
    op.drop_index("ix_statement_line_corrects_id", TABLE)
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS, unique=True)
