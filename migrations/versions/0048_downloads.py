"""Files that tell of people and left the portal, with how many and why."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "download",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("user_name", sa.String(50), nullable=False),
        sa.Column("what", sa.String(100), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("persons >= 0", name=op.f("ck_download_persons")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_download")),
    )
    op.create_index("ix_download_at", "download", ["at"])
    op.create_index("ix_download_user_id_at", "download", ["user_id", "at"])


def downgrade() -> None:
    op.drop_table("download")
