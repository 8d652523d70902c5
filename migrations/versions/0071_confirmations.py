"""Whoever works by a manual confirms that they read a major change of it."""

import sqlalchemy as sa
from alembic import op

revision = "0071"
down_revision = "0070"
branch_labels = None
depends_on = None

EDITION, CONFIRMATION = "manual_edition", "manual_confirmation"
CHECK = "ck_manual_edition_confirm_by"


def upgrade() -> None:
    with op.batch_alter_table(EDITION) as table:
        table.add_column(sa.Column("confirm_by", sa.Date(), nullable=True))
        for name in ("asks_coordinators", "asks_office"):
            table.add_column(sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        table.create_check_constraint(op.f(CHECK), "confirm_by >= effective_on")
    with op.batch_alter_table(EDITION) as table:
        for name in ("asks_coordinators", "asks_office"):
            table.alter_column(name, server_default=None)
    op.create_table(
        CONFIRMATION,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("edition_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["manual_edition.id"], name=op.f(f"fk_{CONFIRMATION}_edition_id_manual_edition")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f(f"fk_{CONFIRMATION}_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CONFIRMATION}")),
    )
    op.create_index(op.f(f"ix_{CONFIRMATION}_user_id"), CONFIRMATION, ["user_id"])
    op.create_index(f"uq_{CONFIRMATION}_once", CONFIRMATION, ["edition_id", "user_id"], unique=True)


def downgrade() -> None:
    op.drop_table(CONFIRMATION)
    with op.batch_alter_table(EDITION) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        for name in ("asks_office", "asks_coordinators", "confirm_by"):
            table.drop_column(name)
