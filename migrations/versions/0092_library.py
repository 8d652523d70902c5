"""The library: what it holds, the editions of each, and who agrees to press and publicity."""

import sqlalchemy as sa
from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None

ITEM, EDITION, CONSENT = "library_item", "library_edition", "library_consent"


def text(name: str, length: int | None, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        ITEM,
        sa.Column("id", sa.Uuid(), nullable=False),
        text("kind", 32),
        text("title", 120),
        text("made_by", 100),
        sa.Column("published_on", sa.Date(), nullable=False),
        text("about", 300),
        text("subjects", 250),
        text("address", 500),
        sa.Column("appearing", sa.Integer(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        text("state", 32),
        sa.CheckConstraint("(kind = 'press') = (appearing IS NOT NULL)", name=op.f(f"ck_{ITEM}_appearing")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{ITEM}")),
    )
    op.create_index(op.f(f"ix_{ITEM}_state"), ITEM, ["state", "published_on"])
    op.create_table(
        EDITION,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        text("change", 300),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        text("title", 120),
        text("file_name", 40),
        text("media_type", 100),
        text("sha256", 64),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [f"{ITEM}.id"], name=op.f(f"fk_{EDITION}_item_id_{ITEM}")),
        sa.ForeignKeyConstraint(["added_by_id"], ["user.id"], name=op.f(f"fk_{EDITION}_added_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{EDITION}")),
    )
    op.create_index(op.f(f"uq_{EDITION}_number"), EDITION, ["item_id", "number"], unique=True)
    op.create_table(
        CONSENT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        text("kind", 32),
        text("name", None),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=True),
        text("way", 32, nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(consented_on IS NULL) = (until IS NULL)", name=op.f(f"ck_{CONSENT}_until")),
        sa.CheckConstraint("(consented_on IS NULL) = (way IS NULL)", name=op.f(f"ck_{CONSENT}_way")),
        sa.CheckConstraint("withdrawn_on IS NULL OR consented_on IS NOT NULL", name=op.f(f"ck_{CONSENT}_withdrawn")),
        sa.ForeignKeyConstraint(["item_id"], [f"{ITEM}.id"], name=op.f(f"fk_{CONSENT}_item_id_{ITEM}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CONSENT}")),
    )
    op.create_index(op.f(f"ix_{CONSENT}_item_id"), CONSENT, ["item_id"])


def downgrade() -> None:
    for table in (CONSENT, EDITION, ITEM):
        op.drop_table(table)
