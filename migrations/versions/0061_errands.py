"""By which number an entry of the audit is found from the log of requests and jobs."""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("errand", sa.Uuid(), nullable=True))
    op.create_index("ix_audit_entry_errand", "audit_entry", ["errand"])


def downgrade() -> None:
    op.drop_index("ix_audit_entry_errand", "audit_entry")
    op.drop_column("audit_entry", "errand")
