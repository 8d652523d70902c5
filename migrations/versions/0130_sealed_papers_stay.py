"""What was sealed or issued before stays as it was: the last word of minutes, the editions of sections."""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0129"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("manual_edition") as batch:
        batch.add_column(sa.Column("numbers_sections", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("manual_edition") as batch:
        batch.alter_column("numbers_sections", server_default=None)
    with op.batch_alter_table("minutes") as batch:
        batch.add_column(sa.Column("last_word_counts", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("minutes") as batch:
        batch.alter_column("last_word_counts", server_default=None)
    keep_what_was_sealed()


def keep_what_was_sealed() -> None:
    minutes = sa.table("minutes", sa.column("state", sa.String), sa.column("last_word_counts", sa.Boolean))
    op.execute(minutes.update().where(minutes.c.state == "sealed").values(last_word_counts=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("minutes") as batch:
        batch.drop_column("last_word_counts")
    with op.batch_alter_table("manual_edition") as batch:
        batch.drop_column("numbers_sections")
