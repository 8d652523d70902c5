"""When a password was shown again; two people take a second factor off."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "factor_removal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("confirmed_by_id <> asked_by_id", name=op.f("ck_factor_removal_two_people")),
        sa.ForeignKeyConstraint(["asked_by_id"], ["user.id"], name="fk_factor_removal_asked_by_id_user"),
        sa.ForeignKeyConstraint(["confirmed_by_id"], ["user.id"], name="fk_factor_removal_confirmed_by_id_user"),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_factor_removal_user_id_user"),
        sa.PrimaryKeyConstraint("id", name="pk_factor_removal"),
    )
    is_open = sa.text("confirmed_at IS NULL AND withdrawn_at IS NULL")
    op.create_index(
        "uq_factor_removal_open",
        "factor_removal",
        ["user_id"],
        unique=True,
        sqlite_where=is_open,
        postgresql_where=is_open,
    )
    with op.batch_alter_table("sign_in_session") as batch:
        batch.add_column(sa.Column("proved_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("sign_in_session") as batch:
        batch.drop_column("proved_at")
    op.drop_table("factor_removal")
