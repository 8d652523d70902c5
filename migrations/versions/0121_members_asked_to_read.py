"""Members whose staff are asked to confirm an edition of a manual."""

import sqlalchemy as sa
from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("manual_edition") as batch:
        batch.add_column(sa.Column("asks_members", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("manual_edition") as batch:
        batch.alter_column("asks_members", server_default=None)
    op.create_table(
        "manual_asked_member",
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f("fk_manual_asked_member_edition_id_manual_edition")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_manual_asked_member")),
    )
    op.create_index(
        "uq_manual_asked_member_once", "manual_asked_member", ["edition_id", "organisation_id"], unique=True
    )


def downgrade() -> None:
    op.drop_index("uq_manual_asked_member_once", "manual_asked_member")
    op.drop_table("manual_asked_member")
    with op.batch_alter_table("manual_edition") as batch:
        batch.drop_column("asks_members")
