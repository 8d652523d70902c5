"""A place that was withdrawn from somebody may be kept for them again."""

import sqlalchemy as sa
from alembic import op

revision = "0136"
down_revision = "0135"
branch_labels = None
depends_on = None

NAME, TABLE, COLUMNS = "uq_place_offer_place", "place_offer", ["entry_id", "slot_id"]
COUNTS = sa.text("outcome IS NULL OR outcome <> 'withdrawn'")


def upgrade() -> None:
    op.drop_index(NAME, TABLE)
    op.create_index(NAME, TABLE, COLUMNS, unique=True, sqlite_where=COUNTS, postgresql_where=COUNTS)


def downgrade() -> None:
    """Of what was withdrawn and kept again the later offer stays; of two that were withdrawn the last."""
    op.drop_index(NAME, TABLE)
    offer = sa.table(TABLE, *map(sa.column, ("id", "entry_id", "slot_id", "outcome")))
    other = offer.alias("other")
    later = sa.and_(other.c.entry_id == offer.c.entry_id, other.c.slot_id == offer.c.slot_id, other.c.id > offer.c.id)
    op.execute(offer.delete().where(offer.c.outcome == "withdrawn", sa.exists().where(later)))
    lapsed = offer.update().where(offer.c.outcome == "withdrawn").values(outcome="lapsed")
    op.execute(lapsed)
    op.create_index(NAME, TABLE, COLUMNS, unique=True)
