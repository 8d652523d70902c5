"""Decisions wait for the next draft of a manual while one is judged or waits for its day."""

import sqlalchemy as sa
from alembic import op

revision = "0123"
down_revision = "0122"
branch_labels = None
depends_on = None

TABLE = "manual_mandate"
OF_EDITION = """
UPDATE manual_mandate SET
    manual_id = (SELECT manual_id FROM manual_edition WHERE manual_edition.id = manual_mandate.edition_id),
    size = (SELECT size FROM manual_edition WHERE manual_edition.id = manual_mandate.edition_id)
"""


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as batch:
        batch.add_column(sa.Column("manual_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("size", sa.String(32), nullable=True))
        batch.add_column(sa.Column("change_note", sa.String(500), nullable=False, server_default=""))
        batch.alter_column("edition_id", nullable=True)
    op.execute(OF_EDITION)
    with op.batch_alter_table(TABLE) as batch:
        batch.alter_column("manual_id", nullable=False)
        batch.alter_column("size", nullable=False)
        batch.alter_column("change_note", server_default=None)
        batch.create_foreign_key(op.f("fk_manual_mandate_manual_id_manual"), "manual", ["manual_id"], ["id"])
        batch.create_index(op.f("ix_manual_mandate_manual_id"), ["manual_id"])
    op.create_index(
        "uq_manual_mandate_waiting",
        TABLE,
        ["decision_id", "manual_id", "kind"],
        unique=True,
        sqlite_where=sa.text("edition_id IS NULL"),
        postgresql_where=sa.text("edition_id IS NULL"),
    )


def downgrade() -> None:
    op.drop_index("uq_manual_mandate_waiting", TABLE)
    op.execute("DELETE FROM manual_mandate WHERE edition_id IS NULL")
    with op.batch_alter_table(TABLE) as batch:
        batch.drop_index(op.f("ix_manual_mandate_manual_id"))
        batch.drop_constraint(op.f("fk_manual_mandate_manual_id_manual"), type_="foreignkey")
        batch.drop_column("change_note")
        batch.drop_column("size")
        batch.drop_column("manual_id")
        batch.alter_column("edition_id", nullable=False)
