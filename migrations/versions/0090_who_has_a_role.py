"""Who has a role, by an index: residents have one each, staff are few among them."""

import sqlalchemy as sa
from alembic import op

revision = "0090"
down_revision = "0089"
branch_labels = None
depends_on = None

INDEX = "ix_role_grant_role"


def upgrade() -> None:
    is_open = sa.text("revoked_at IS NULL")
    op.create_index(INDEX, "role_grant", ["role", "user_id"], sqlite_where=is_open, postgresql_where=is_open)


def downgrade() -> None:
    op.drop_index(INDEX, table_name="role_grant")
