"""Forms and attachments come with an edition of a manual, and have editions of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0082"
down_revision = "0081"
branch_labels = None
depends_on = None

FILE, ATTACHMENT = "manual_file", "manual_attachment"


def upgrade() -> None:
    op.create_table(
        FILE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.String(40), nullable=False),
        sa.Column("media_type", sa.String(100), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{FILE}")),
    )
    op.create_table(
        ATTACHMENT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f(f"fk_{ATTACHMENT}_edition_id_manual_edition")
        ),
        sa.ForeignKeyConstraint(["file_id"], ["manual_file.id"], name=op.f(f"fk_{ATTACHMENT}_file_id_manual_file")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ATTACHMENT}")),
    )
    for column in ("edition_id", "file_id"):
        op.create_index(op.f(f"ix_{ATTACHMENT}_{column}"), ATTACHMENT, [column])


def downgrade() -> None:
    op.drop_table(ATTACHMENT)
    op.drop_table(FILE)
