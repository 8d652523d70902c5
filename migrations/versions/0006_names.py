"""Keys by which names are found and compared however they are written."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

PERSON = sa.table(
    "person",
    sa.column("id", sa.Uuid),
    sa.column("name", sa.String),
    sa.column("initials", sa.String),
    sa.column("name_key", sa.String),
    sa.column("given_name_key", sa.String),
)
TWO_SYLLABLE_SURNAMES = frozenset(
    {"강전", "남궁", "독고", "동방", "망절", "사공", "서문", "선우", "소봉", "어금", "장곡", "제갈", "황목", "황보"}
)
COMPOUND_NAME = 4


def upgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("name_key", sa.String(150), nullable=False, server_default=""))
        batch.add_column(sa.Column("given_name_key", sa.String(150), nullable=False, server_default=""))
    fill()
    with op.batch_alter_table("person") as batch:
        batch.alter_column("name_key", server_default=None)
        batch.alter_column("given_name_key", server_default=None)
        batch.create_index("ix_person_name_key", ["name_key"])
        batch.create_index("ix_person_given_name_key", ["given_name_key"])


def fill() -> None:
    connection = op.get_bind()
    people = connection.execute(sa.select(PERSON.c.id, PERSON.c.name, PERSON.c.initials)).all()
    rows = [
        {
            "person_id": person.id,
            "key": "".join(person.name.split()).casefold(),
            "given_key": given_name_key(person.name),
            "plain_initials": "".join(person.initials.split()),
        }
        for person in people
    ]
    if rows:
        write = sa.update(PERSON).where(PERSON.c.id == sa.bindparam("person_id"))
        connection.execute(
            write.values(
                name_key=sa.bindparam("key"),
                given_name_key=sa.bindparam("given_key"),
                initials=sa.bindparam("plain_initials"),
            ),
            rows,
        )


def given_name_key(name: str) -> str:
    first, *others = name.split() or [""]
    compound = len(first) == COMPOUND_NAME and first[:2] in TWO_SYLLABLE_SURNAMES
    return "".join(others or [first[2 if compound else 1 :]]).casefold()


def downgrade() -> None:
    with op.batch_alter_table("person") as batch:
        batch.drop_index("ix_person_given_name_key")
        batch.drop_index("ix_person_name_key")
        batch.drop_column("given_name_key")
        batch.drop_column("name_key")
