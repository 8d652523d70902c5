"""A worry: the code by which its reporter asks later, and the application that it led to."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("worry") as table:
        table.add_column(sa.Column("code_digest", sa.String(64), nullable=False, server_default=""))
        table.add_column(sa.Column("application_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_worry_application_id_application"), "application", ["application_id"], ["id"])
        table.create_check_constraint(
            op.f("ck_worry_application"), "application_id IS NULL OR state = 'led_to_application'"
        )
        table.create_index(op.f("ix_worry_application_id"), ["application_id"])
    with op.batch_alter_table("worry") as table:
        table.alter_column("code_digest", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("worry") as table:
        table.drop_index(op.f("ix_worry_application_id"))
        table.drop_constraint(op.f("ck_worry_application"), type_="check")
        table.drop_constraint(op.f("fk_worry_application_id_application"), type_="foreignkey")
        table.drop_column("application_id")
        table.drop_column("code_digest")
