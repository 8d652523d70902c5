"""How often files of the library are fetched, and the files of consulting records."""

import sqlalchemy as sa
from alembic import op

from portal.db.types import UtcDateTime

revision = "0111"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "library_fetch",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["library_edition.id"], name="fk_library_fetch_edition_id_library_edition"
        ),
        sa.PrimaryKeyConstraint("edition_id", "day", name="pk_library_fetch"),
    )
    op.create_table(
        "consulting_file",
        sa.Column("consulting_id", sa.Uuid(), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("file_name", sa.String(40), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["consulting_id"], ["consulting.id"], name="fk_consulting_file_consulting_id_consulting"
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name="fk_consulting_file_added_by_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_consulting_file"),
    )
    op.create_index("ix_consulting_file_consulting_id", "consulting_file", ["consulting_id"])


def downgrade() -> None:
    op.drop_table("consulting_file")
    op.drop_table("library_fetch")
