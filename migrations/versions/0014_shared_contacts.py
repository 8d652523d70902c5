"""Residents may have a telephone or an address in common, and an address with staff; a code belongs to the contact."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

WITH_PASSWORD = sa.text("password_hash IS NOT NULL")
USER = sa.table(
    "user",
    sa.column("id", sa.Uuid),
    sa.column("phone", sa.String),
    sa.column("email", sa.String),
    sa.column("password_hash", sa.String),
    sa.column("created_at", sa.DateTime),
)


def upgrade() -> None:
    op.execute("DELETE FROM sign_in_code")
    op.drop_index("ix_sign_in_code_user_id", "sign_in_code")
    with op.batch_alter_table("sign_in_code") as batch:
        batch.drop_constraint("fk_sign_in_code_user_id_user", type_="foreignkey")
        batch.drop_column("user_id")
        batch.add_column(sa.Column("contact_digest", sa.String(64), nullable=False))
    op.create_index("ix_sign_in_code_contact_digest", "sign_in_code", ["contact_digest"])
    op.drop_index("uq_user_phone", "user")
    op.drop_index("uq_user_email", "user")
    op.create_index(
        "uq_user_email", "user", ["email"], unique=True, sqlite_where=WITH_PASSWORD, postgresql_where=WITH_PASSWORD
    )
    op.create_index("ix_user_email", "user", ["email"])
    op.create_index("ix_user_phone", "user", ["phone"])


def downgrade() -> None:
    leave_to_one("phone")
    leave_to_one("email")
    op.drop_index("ix_user_phone", "user")
    op.drop_index("ix_user_email", "user")
    op.drop_index("uq_user_email", "user")
    op.create_index("uq_user_email", "user", ["email"], unique=True)
    op.create_index("uq_user_phone", "user", ["phone"], unique=True)
    op.execute("DELETE FROM sign_in_code")
    op.drop_index("ix_sign_in_code_contact_digest", "sign_in_code")
    with op.batch_alter_table("sign_in_code") as batch:
        batch.drop_column("contact_digest")
        batch.add_column(sa.Column("user_id", sa.Uuid(), nullable=False))
        batch.create_foreign_key("fk_sign_in_code_user_id_user", "user", ["user_id"], ["id"])
    op.create_index("ix_sign_in_code_user_id", "sign_in_code", ["user_id"])


def leave_to_one(name: str) -> None:
    """Take a contact from all but whoever is staff, else whoever had it first."""
    contact, connection = USER.c[name], op.get_bind()
    first = sa.select(USER.c.id, contact).where(contact.is_not(None))
    seen: set[str] = set()
    for row in connection.execute(first.order_by(USER.c.password_hash.is_(None), USER.c.created_at, USER.c.id)).all():
        if row[1] in seen:
            connection.execute(sa.update(USER).where(USER.c.id == row.id).values({name: None}))
        seen.add(row[1])
