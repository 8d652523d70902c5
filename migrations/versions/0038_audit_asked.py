"""What was refused; the audit asked by thing, act and address; when a seal's entries were destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

PERIOD = ("first_at", "last_at", "destroyed_at")


def upgrade() -> None:
    op.create_table(
        "refused_access",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("page", sa.String(200), nullable=False),
        sa.Column("is_act", sa.Boolean(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_access")),
    )
    op.create_index("uq_refused_access_mark", "refused_access", ["mark"], unique=True)
    op.create_index("ix_refused_access_last_at", "refused_access", ["last_at"])
    op.create_index("ix_audit_entry_subject_id_at", "audit_entry", ["subject_id", "at"])
    op.create_index("ix_audit_entry_event_at", "audit_entry", ["event", "at"])
    op.create_index("ix_audit_entry_address_at", "audit_entry", ["address", "at"])
    op.drop_index("ix_audit_entry_subject", "audit_entry")
    with op.batch_alter_table("audit_seal") as table:
        for name in PERIOD:
            table.add_column(sa.Column(name, sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("audit_seal") as table:
        for name in reversed(PERIOD):
            table.drop_column(name)
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_id", "at"])
    op.drop_index("ix_audit_entry_address_at", "audit_entry")
    op.drop_index("ix_audit_entry_event_at", "audit_entry")
    op.drop_index("ix_audit_entry_subject_id_at", "audit_entry")
    op.drop_table("refused_access")
