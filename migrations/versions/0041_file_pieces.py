"""Files that lie in the database, in sealed pieces."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "file_piece",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("folder", sa.String(32), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_file_piece"),
        sa.UniqueConstraint("folder", "name", "number", name="uq_file_piece_place"),
    )


def downgrade() -> None:
    op.drop_table("file_piece")
