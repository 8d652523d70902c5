"""An edition of a manual says how much it changes and comes into force on a later day; a manual is looked at again."""

import sqlalchemy as sa
from alembic import op

revision = "0069"
down_revision = "0068"
branch_labels = None
depends_on = None

EDITION, MANUAL = "manual_edition", "manual"
TO_COME = "uq_manual_edition_in_the_making"
ISSUED = "ck_manual_edition_published"
ASKED, OWNER = "fk_manual_edition_asked_reviewer_id_user", "fk_manual_owner_id_user"
IN_FORCE = "'published', 'superseded'"
UNISSUED = "'draft', 'in_review', 'reviewed'"


def upgrade() -> None:
    op.drop_index(TO_COME, table_name=EDITION)
    with op.batch_alter_table(EDITION) as table:
        table.add_column(sa.Column("size", sa.String(32), nullable=False, server_default="minor"))
        table.add_column(sa.Column("asked_reviewer_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(ASKED), "user", ["asked_reviewer_id"], ["id"])
        table.drop_constraint(op.f(ISSUED), type_="check")
        table.create_check_constraint(op.f(ISSUED), f"(state IN ({UNISSUED})) = (published_at IS NULL)")
    edition = sa.table(EDITION, sa.column("size", sa.String), sa.column("number", sa.Integer))
    op.execute(sa.update(edition).where(edition.c.number == 1).values(size="major"))
    with op.batch_alter_table(EDITION) as table:
        table.alter_column("size", server_default=None)
    _index(f"{UNISSUED}, 'scheduled'")
    with op.batch_alter_table(MANUAL) as table:
        table.add_column(sa.Column("owner_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("look_again_on", sa.Date(), nullable=True))
        table.create_foreign_key(op.f(OWNER), "user", ["owner_id"], ["id"])


def downgrade() -> None:
    with op.batch_alter_table(MANUAL) as table:
        table.drop_constraint(op.f(OWNER), type_="foreignkey")
        table.drop_column("look_again_on")
        table.drop_column("owner_id")
    op.drop_index(TO_COME, table_name=EDITION)
    edition = sa.table(EDITION, sa.column("state", sa.String), sa.column("published_at", sa.DateTime))
    op.execute(sa.update(edition).where(edition.c.state == "called_off").values(state="superseded"))
    with op.batch_alter_table(EDITION) as table:
        table.drop_constraint(op.f(ISSUED), type_="check")
    op.execute(sa.update(edition).where(edition.c.state == "scheduled").values(state="reviewed", published_at=None))
    with op.batch_alter_table(EDITION) as table:
        table.create_check_constraint(op.f(ISSUED), f"(state IN ({IN_FORCE})) = (published_at IS NOT NULL)")
        table.drop_constraint(op.f(ASKED), type_="foreignkey")
        table.drop_column("asked_reviewer_id")
        table.drop_column("size")
    _index(UNISSUED)


def _index(states: str) -> None:
    where = sa.text(f"state IN ({states})")
    op.create_index(TO_COME, EDITION, ["manual_id"], unique=True, sqlite_where=where, postgresql_where=where)
