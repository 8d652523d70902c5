"""The supervisor's board counts from indexes alone: who answers for a duty, and whose an open case is."""

import sqlalchemy as sa
from alembic import op

revision = "0140"
down_revision = "0139"
branch_labels = None
depends_on = None

DUTY, OF_DUTY = "ix_care_duty_coordinator", ["coordinator_id", "due_at", "id"]
CASE = "ix_care_case_open"
IS_OPEN_DUTY = sa.text("ended_at IS NULL")
IS_OPEN_CASE = sa.text("closed_at IS NULL")


def upgrade() -> None:
    op.drop_index(DUTY, "care_duty")
    _of_duties([*OF_DUTY, "by"])
    op.create_index(
        CASE, "care_case", ["id", "coordinator_id"], sqlite_where=IS_OPEN_CASE, postgresql_where=IS_OPEN_CASE
    )


def downgrade() -> None:
    op.drop_index(CASE, "care_case")
    op.drop_index(DUTY, "care_duty")
    _of_duties(OF_DUTY)


def _of_duties(columns: list[str]) -> None:
    op.create_index(DUTY, "care_duty", columns, sqlite_where=IS_OPEN_DUTY, postgresql_where=IS_OPEN_DUTY)
