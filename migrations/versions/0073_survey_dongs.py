"""Dongs of a survey in the charge of one of its team."""

import sqlalchemy as sa
from alembic import op

revision = "0073"
down_revision = "0072"
branch_labels = None
depends_on = None

CHARGE = "survey_member_dong"
UNIQUE = "uq_survey_member_dong_member_id_dong_code"


def upgrade() -> None:
    op.create_table(
        CHARGE,
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("dong_code", sa.String(10), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["survey_member.id"], name=op.f(f"fk_{CHARGE}_member_id_survey_member")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CHARGE}")),
    )
    op.create_index(UNIQUE, CHARGE, ["member_id", "dong_code"], unique=True)


def downgrade() -> None:
    op.drop_table(CHARGE)
