"""An index of words over texts that lie in the clear."""

import sqlalchemy as sa
from alembic import op

revision = "0081"
down_revision = "0080"
branch_labels = None
depends_on = None

WORD = sa.String(24).with_variant(sa.String(24, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "search_text",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("thing_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_text")),
    )
    op.create_index("uq_search_text_thing_id", "search_text", ["thing_id"], unique=True)
    op.create_index("ix_search_text_kind_rank", "search_text", ["kind", "rank", "number"])
    op.create_table(
        "search_form",
        sa.Column("suffix", WORD, nullable=False),
        sa.Column("form", WORD, nullable=False),
        sa.PrimaryKeyConstraint("suffix", "form", name=op.f("pk_search_form")),
    )
    op.create_table(
        "search_posting",
        sa.Column("form", WORD, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("form", "number", name=op.f("pk_search_posting")),
    )


def downgrade() -> None:
    for table in ("search_posting", "search_form", "search_text"):
        op.drop_table(table)
