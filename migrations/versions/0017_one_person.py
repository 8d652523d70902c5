"""One person once: keys of addresses and names without titles, files that look alike, one open case of a person."""

import re
import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

OPEN = sa.text("closed_at IS NULL")
HOUSEHOLD = sa.table(
    "household", sa.column("id", sa.Uuid), sa.column("address"), sa.column("address_detail"), sa.column("address_key")
)
PERSON = sa.table(
    "person", sa.column("id", sa.Uuid), sa.column("name"), sa.column("name_key"), sa.column("given_name_key")
)
CASE = sa.table("care_case", sa.column("application_id", sa.Uuid), sa.column("person_id", sa.Uuid))
APPLICATION = sa.table("application", sa.column("id", sa.Uuid), sa.column("person_id", sa.Uuid))

TITLES = re.compile(
    r"(?:\s*(?:선생님|어르신|할머님|할머니|할아버님|할아버지|아주머님|아주머니|아저씨|여사님|여사|씨|님))+$"
)
SHORTEST_NAME = 2
CITY = re.compile(r"^(?:서울(?:특별시|시)?)?(?:마포구)?")
NOT_SAID = re.compile(r"[^\w]")
TWO_SYLLABLE_SURNAMES = frozenset(
    {"강전", "남궁", "독고", "동방", "망절", "사공", "서문", "선우", "소봉", "어금", "장곡", "제갈", "황목", "황보"}
)
COMPOUND_NAME = 4


def upgrade() -> None:
    op.add_column("household", sa.Column("address_key", sa.String(900), nullable=False, server_default=""))
    with op.batch_alter_table("household") as batch:
        batch.alter_column("address_key", server_default=None)
        batch.add_column(sa.Column("joined_into_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_household_joined_into_id_household"), "household", ["joined_into_id"], ["id"])
        batch.create_index("ix_household_address_key", ["address_key"])
        batch.create_index("ix_household_joined_into_id", ["joined_into_id"])
    with op.batch_alter_table("person") as batch:
        batch.add_column(sa.Column("joined_into_id", sa.Uuid(), nullable=True))
        batch.create_foreign_key(op.f("fk_person_joined_into_id_person"), "person", ["joined_into_id"], ["id"])
        batch.create_index("ix_person_joined_into_id", ["joined_into_id"])
    fill_keys()
    name_whose_case()
    make_resemblance()


def fill_keys() -> None:
    connection = op.get_bind()
    homes = connection.execute(sa.select(HOUSEHOLD.c.id, HOUSEHOLD.c.address, HOUSEHOLD.c.address_detail)).all()
    keys = [{"row_id": home.id, "key": address_key(home.address + home.address_detail)} for home in homes]
    if keys:
        write = sa.update(HOUSEHOLD).where(HOUSEHOLD.c.id == sa.bindparam("row_id"))
        connection.execute(write.values(address_key=sa.bindparam("key")), keys)
    people = connection.execute(sa.select(PERSON.c.id, PERSON.c.name)).all()
    names = [
        {"row_id": person.id, "key": name_key(person.name), "given_key": given_name_key(person.name)}
        for person in people
        if without_title(person.name) != person.name
    ]
    if names:
        write = sa.update(PERSON).where(PERSON.c.id == sa.bindparam("row_id"))
        changed = write.values(name_key=sa.bindparam("key"), given_name_key=sa.bindparam("given_key"))
        connection.execute(changed, names)


def address_key(address: str) -> str:
    plain = NOT_SAID.sub("", unicodedata.normalize("NFC", address)).casefold()
    return CITY.sub("", plain)


def without_title(name: str) -> str:
    bare = TITLES.sub("", name)
    return bare if len(bare) >= SHORTEST_NAME else name


def name_key(name: str) -> str:
    return "".join(without_title(name).split()).casefold()


def given_name_key(name: str) -> str:
    first, *others = without_title(name).split() or [""]
    compound = len(first) == COMPOUND_NAME and first[:2] in TWO_SYLLABLE_SURNAMES
    return "".join(others or [first[2 if compound else 1 :]]).casefold()


def name_whose_case() -> None:
    op.add_column("care_case", sa.Column("person_id", sa.Uuid(), nullable=True))
    whose = sa.select(APPLICATION.c.person_id).where(APPLICATION.c.id == CASE.c.application_id).scalar_subquery()
    op.execute(sa.update(CASE).values(person_id=whose))
    with op.batch_alter_table("care_case") as batch:
        batch.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
        batch.create_foreign_key(op.f("fk_care_case_person_id_person"), "person", ["person_id"], ["id"])
    op.create_index("ix_care_case_person_id", "care_case", ["person_id"])
    op.create_index(
        "uq_care_case_open_person", "care_case", ["person_id"], unique=True, sqlite_where=OPEN, postgresql_where=OPEN
    )


def make_resemblance() -> None:
    op.create_table(
        "resemblance",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("traits", sa.JSON(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(300), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=True),
        sa.Column("carried", sa.JSON(), nullable=False),
        sa.CheckConstraint("person_id <> other_id", name=op.f("ck_resemblance_two")),
        sa.CheckConstraint("(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_resemblance_decided")),
        sa.CheckConstraint("(state = 'joined') = (kept_id IS NOT NULL)", name=op.f("ck_resemblance_joined")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_resemblance_person_id_person")),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_resemblance_other_id_person")),
        sa.ForeignKeyConstraint(["kept_id"], ["person.id"], name=op.f("fk_resemblance_kept_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resemblance")),
    )
    op.create_index("uq_resemblance_pair", "resemblance", ["person_id", "other_id"], unique=True)
    op.create_index("ix_resemblance_other_id", "resemblance", ["other_id"])
    op.create_index("ix_resemblance_state_found_at", "resemblance", ["state", "found_at"])


def downgrade() -> None:
    op.drop_table("resemblance")
    op.drop_index("uq_care_case_open_person", "care_case")
    op.drop_index("ix_care_case_person_id", "care_case")
    with op.batch_alter_table("care_case") as batch:
        batch.drop_constraint(op.f("fk_care_case_person_id_person"), type_="foreignkey")
        batch.drop_column("person_id")
    with op.batch_alter_table("person") as batch:
        batch.drop_index("ix_person_joined_into_id")
        batch.drop_constraint(op.f("fk_person_joined_into_id_person"), type_="foreignkey")
        batch.drop_column("joined_into_id")
    with op.batch_alter_table("household") as batch:
        batch.drop_index("ix_household_joined_into_id")
        batch.drop_index("ix_household_address_key")
        batch.drop_constraint(op.f("fk_household_joined_into_id_household"), type_="foreignkey")
        batch.drop_column("joined_into_id")
        batch.drop_column("address_key")
