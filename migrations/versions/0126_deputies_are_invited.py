"""Whoever is named to come to a meeting in the place of another is invited and answers."""

import sqlalchemy as sa
from alembic import op

import portal.db.types

revision = "0126"
down_revision = "0125"
branch_labels = None
depends_on = None

ASKED = "deputy <> '' OR (deputy_invited_at IS NULL AND deputy_comes_at IS NULL)"


def upgrade() -> None:
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.add_column(sa.Column("deputy_invited_at", portal.db.types.UtcDateTime(), nullable=True))
        batch.add_column(sa.Column("deputy_comes_at", portal.db.types.UtcDateTime(), nullable=True))
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.create_check_constraint(op.f("ck_meeting_attendee_deputy_asked"), ASKED)


def downgrade() -> None:
    with op.batch_alter_table("meeting_attendee") as batch:
        batch.drop_constraint(op.f("ck_meeting_attendee_deputy_asked"), type_="check")
        batch.drop_column("deputy_comes_at")
        batch.drop_column("deputy_invited_at")
