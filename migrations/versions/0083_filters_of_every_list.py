"""A kept filter says of which list it is; those that there are are of the list of households."""

import sqlalchemy as sa
from alembic import op

revision = "0083"
down_revision = "0082"
branch_labels = None
depends_on = None

TABLE = "saved_filter"


def upgrade() -> None:
    op.drop_index("uq_saved_filter_user_id_name", TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("list", sa.String(32), nullable=False, server_default="households"))
        table.alter_column("query", existing_type=sa.String(120), type_=sa.String(300))
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("list", server_default=None)
    op.create_index("uq_saved_filter_user_id_list_name", TABLE, ["user_id", "list", "name"], unique=True)


def downgrade() -> None:
    op.execute("DELETE FROM saved_filter WHERE list <> 'households' OR length(query) > 120")
    op.drop_index("uq_saved_filter_user_id_list_name", TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.alter_column("query", existing_type=sa.String(300), type_=sa.String(120))
        table.drop_column("list")
    op.create_index("uq_saved_filter_user_id_name", TABLE, ["user_id", "name"], unique=True)
