"""Unmet needs: what people needed and did not get, by reason, service, dong and day."""

import sqlalchemy as sa
from alembic import op

revision = "0116"
down_revision = "0115"
branch_labels = None
depends_on = None

NEED = "unmet_need"


def upgrade() -> None:
    op.create_table(
        NEED,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(32), nullable=False),
        sa.Column("dong_code", sa.String(10), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f(f"fk_{NEED}_application_id_application")
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f(f"fk_{NEED}_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{NEED}")),
    )
    op.create_index(op.f(f"ix_{NEED}_application_id"), NEED, ["application_id"])
    op.create_index("ix_unmet_need_day", NEED, ["day"])
    op.create_index("uq_unmet_need_source", NEED, ["source_id", "reason", "service_id"], unique=True)


def downgrade() -> None:
    op.drop_table(NEED)
