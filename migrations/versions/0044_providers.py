"""Sign-in by the provider of an organisation."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_link",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("issuer", sa.String(255), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name=op.f("fk_provider_link_user_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_link")),
    )
    op.create_index("uq_provider_link_subject", "provider_link", ["issuer", "subject"], unique=True)
    op.create_index("uq_provider_link_user", "provider_link", ["user_id", "issuer"], unique=True)
    op.add_column("sign_in_session", sa.Column("issuer", sa.String(255)))
    op.add_column("sign_in_session", sa.Column("provider_sid_digest", sa.String(64)))


def downgrade() -> None:
    op.drop_column("sign_in_session", "provider_sid_digest")
    op.drop_column("sign_in_session", "issuer")
    op.drop_table("provider_link")
