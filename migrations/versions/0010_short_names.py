"""The short name of each member, for text messages and narrow places; the office may choose another."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LENGTH = 10
KNOWN = {
    "mapo-centre": "고용복지센터",
    "ullim": "울림두레",
    "barrier-free": "무장애주택",
    "baegui": "백의민족",
    "together": "행복한돌봄",
    "medical": "마포의료사협",
    "our-animals": "우리동생",
    "mapo-care": "마포돌봄",
}
LEGAL_WORDS = re.compile(r"\(.*\)|[㈜㈔]|주식회사|사단법인|사회적\s*협동조합|협동조합|사회적기업")
ORGANISATION = sa.table(
    "organisation",
    sa.column("id", sa.Uuid),
    sa.column("code", sa.String),
    sa.column("name", sa.String),
    sa.column("short_name", sa.String),
)


def upgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.add_column(sa.Column("short_name", sa.String(LENGTH), nullable=False, server_default=""))
    connection = op.get_bind()
    for row in connection.execute(sa.select(ORGANISATION.c.id, ORGANISATION.c.code, ORGANISATION.c.name)).all():
        short = KNOWN.get(row.code) or short_of(row.name)
        connection.execute(sa.update(ORGANISATION).where(ORGANISATION.c.id == row.id).values(short_name=short))
    with op.batch_alter_table("organisation") as batch:
        batch.alter_column("short_name", server_default=None)


def short_of(name: str) -> str:
    """The name without what says its kind."""
    return (LEGAL_WORDS.sub("", name).strip() or name)[:LENGTH].strip()


def downgrade() -> None:
    with op.batch_alter_table("organisation") as batch:
        batch.drop_column("short_name")
