"""Which decision something is done by."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FOREIGN_KEY = "fk_meeting_action_decision_id_decision"
INDEX = "ix_meeting_action_decision_id"


def upgrade() -> None:
    with op.batch_alter_table("meeting_action") as batch:
        batch.add_column(sa.Column("decision_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(FOREIGN_KEY, "decision", ["decision_id"], ["id"], ondelete="SET NULL")
        batch.create_index(INDEX, ["decision_id"])


def downgrade() -> None:
    with op.batch_alter_table("meeting_action") as batch:
        batch.drop_index(INDEX)
        batch.drop_constraint(FOREIGN_KEY, type_="foreignkey")
        batch.drop_column("decision_id")
