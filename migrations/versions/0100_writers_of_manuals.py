"""Who else wrote an edition of a manual, and drafts that are let go; of those before the author alone is known.

On the way back a draft that was let go becomes an edition that was called off on the day it was begun.
"""

import sqlalchemy as sa
from alembic import op

revision = "0100"
down_revision = "0099"
branch_labels = None
depends_on = None

WRITER = "manual_writer"
EDITION = sa.table("manual_edition", sa.column("state"), sa.column("published_at"), sa.column("created_at"))
ISSUED = "ck_manual_edition_published"


def _without_a_day(states: str) -> None:
    with op.batch_alter_table("manual_edition") as batch:
        batch.drop_constraint(op.f(ISSUED), type_="check")
        batch.create_check_constraint(op.f(ISSUED), f"(state IN ({states})) = (published_at IS NULL)")


def upgrade() -> None:
    op.create_table(
        WRITER,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f(f"fk_{WRITER}_edition_id_manual_edition")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{WRITER}_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{WRITER}")),
    )
    op.create_index(f"uq_{WRITER}_once", WRITER, ["edition_id", "user_id"], unique=True)
    op.create_index(op.f(f"ix_{WRITER}_user_id"), WRITER, ["user_id"])
    _without_a_day("'draft', 'in_review', 'reviewed', 'discarded'")


def downgrade() -> None:
    op.drop_table(WRITER)
    let_go = EDITION.c.state == "discarded"
    op.execute(EDITION.update().where(let_go).values(state="called_off", published_at=EDITION.c.created_at))
    _without_a_day("'draft', 'in_review', 'reviewed'")
