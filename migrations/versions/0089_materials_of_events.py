"""What was shown at an open event stands on its page."""

import sqlalchemy as sa
from alembic import op

revision = "0089"
down_revision = "0088"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_material",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("file_name", sa.String(length=40), nullable=False),
        sa.Column("media_type", sa.String(length=100), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["open_event.id"], name="fk_event_material_event_id_open_event"),
        sa.PrimaryKeyConstraint("id", name="pk_event_material"),
    )
    op.create_index("ix_event_material_event_id", "event_material", ["event_id"])


def downgrade() -> None:
    op.drop_index("ix_event_material_event_id", table_name="event_material")
    op.drop_table("event_material")
