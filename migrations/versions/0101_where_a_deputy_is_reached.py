"""Where a mail reaches who comes to a meeting in the place of another."""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0100"
branch_labels = None
depends_on = None

NAMED = "deputy_email = '' OR deputy <> '' OR stand_in <> ''"


def upgrade() -> None:
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.add_column(sa.Column("deputy_email", sa.String(254), nullable=False, server_default=""))
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.alter_column("deputy_email", server_default=None)
        batch.create_check_constraint(op.f("ck_meeting_attendee_deputy_email"), NAMED)


def downgrade() -> None:
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.drop_constraint(op.f("ck_meeting_attendee_deputy_email"), type_="check")
        batch.drop_column("deputy_email")
