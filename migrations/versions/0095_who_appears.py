"""Who appears in press stays noted, each consent is a row of its own, and the file of an edition can be taken away."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from portal.db.keyring import keyring

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None

ITEM, EDITION, SHOWN, CONSENT = "library_item", "library_edition", "library_shown", "library_consent"
AT, DAY = sa.DateTime(timezone=True), sa.Date()


def upgrade() -> None:
    noted = _rows(CONSENT)
    op.drop_table(CONSENT)
    shown = _make_shown()
    consents = _make_consents()
    op.bulk_insert(shown, [_person(row, CONSENT, SHOWN) for row in noted])
    given = [row for row in noted if row["consented_on"] is not None]
    op.bulk_insert(consents, [_given(row) for row in given])
    with op.batch_alter_table(EDITION) as batch:
        batch.add_column(sa.Column("gone_at", AT, nullable=True))
        batch.add_column(sa.Column("gone_by_id", sa.Uuid(), nullable=True))
        batch.add_column(sa.Column("gone_why", sa.String(200), nullable=False, server_default=""))
        batch.create_foreign_key(op.f(f"fk_{EDITION}_gone_by_id_user"), "user", ["gone_by_id"], ["id"])
        batch.create_check_constraint(op.f(f"ck_{EDITION}_gone"), "(gone_at IS NOT NULL) = (file_name = '')")
        batch.create_check_constraint(
            op.f(f"ck_{EDITION}_why"),
            "(gone_at IS NULL) = (gone_by_id IS NULL) AND (gone_at IS NULL) = (gone_why = '')",
        )
    with op.batch_alter_table(EDITION) as batch:
        batch.alter_column("gone_why", server_default=None)


def downgrade() -> None:
    noted = _rows(SHOWN)
    newest = {row["shown_id"]: row for row in sorted(_rows(CONSENT), key=lambda row: row["number"])}
    edition = sa.table(EDITION, sa.column("gone_at"))
    op.execute(edition.delete().where(edition.c.gone_at.is_not(None)))
    with op.batch_alter_table(EDITION) as batch:
        batch.drop_constraint(op.f(f"ck_{EDITION}_why"), type_="check")
        batch.drop_constraint(op.f(f"ck_{EDITION}_gone"), type_="check")
        batch.drop_constraint(op.f(f"fk_{EDITION}_gone_by_id_user"), type_="foreignkey")
        for column in ("gone_why", "gone_by_id", "gone_at"):
            batch.drop_column(column)
    op.drop_table(CONSENT)
    op.drop_table(SHOWN)
    before = _make_consents_of_before()
    op.bulk_insert(before, [_person(row, SHOWN, CONSENT) | _kept_of(newest.get(row["id"])) for row in noted])


def _rows(table: str) -> list[dict[str, Any]]:
    found = sa.Table(table, sa.MetaData(), autoload_with=op.get_bind())
    typed = sa.table(table, *(sa.column(each.name, _type_of(each.name, each.type)) for each in found.columns))
    return [dict(row) for row in op.get_bind().execute(sa.select(typed)).mappings()]


def _type_of(name: str, reflected: Any) -> Any:
    return sa.Uuid() if name == "id" or name.endswith("_id") else reflected


def _person(row: dict[str, Any], before: str, after: str) -> dict[str, Any]:
    """The name is sealed for the table in which it lies."""
    name, owner = row["name"], row["id"].hex
    if name:
        name = keyring().seal(keyring().open(name, f"{before}.name", owner), f"{after}.name", owner)
    return {"name": name} | {key: row[key] for key in ("id", "item_id", "kind", "noted_at")}


def _given(row: dict[str, Any]) -> dict[str, Any]:
    """The consent of a row that had one, which lends it its id."""
    kept = {key: row[key] for key in ("id", "way", "until", "withdrawn_on", "noted_at")}
    return kept | {"shown_id": row["id"], "number": 1, "given_on": row["consented_on"]}


def _kept_of(newest: dict[str, Any] | None) -> dict[str, Any]:
    kept = newest or {}
    return {"consented_on": kept.get("given_on")} | {key: kept.get(key) for key in ("way", "until", "withdrawn_on")}


def _make_shown() -> sa.Table:
    made = op.create_table(
        SHOWN,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("noted_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], [f"{ITEM}.id"], name=op.f(f"fk_{SHOWN}_item_id_{ITEM}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{SHOWN}")),
    )
    op.create_index(op.f(f"ix_{SHOWN}_item_id"), SHOWN, ["item_id"])
    return made


def _make_consents() -> sa.Table:
    made = op.create_table(
        CONSENT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("shown_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("given_on", DAY, nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("until", DAY, nullable=False),
        sa.Column("withdrawn_on", DAY, nullable=True),
        sa.Column("noted_at", AT, nullable=False),
        sa.ForeignKeyConstraint(["shown_id"], [f"{SHOWN}.id"], name=op.f(f"fk_{CONSENT}_shown_id_{SHOWN}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CONSENT}")),
    )
    op.create_index(op.f(f"uq_{CONSENT}_number"), CONSENT, ["shown_id", "number"], unique=True)
    return made


def _make_consents_of_before() -> sa.Table:
    made = op.create_table(
        CONSENT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("noted_at", AT, nullable=False),
        sa.Column("consented_on", DAY, nullable=True),
        sa.Column("way", sa.String(32), nullable=True),
        sa.Column("until", DAY, nullable=True),
        sa.Column("withdrawn_on", DAY, nullable=True),
        sa.CheckConstraint("(consented_on IS NULL) = (until IS NULL)", name=op.f(f"ck_{CONSENT}_until")),
        sa.CheckConstraint("(consented_on IS NULL) = (way IS NULL)", name=op.f(f"ck_{CONSENT}_way")),
        sa.CheckConstraint("withdrawn_on IS NULL OR consented_on IS NOT NULL", name=op.f(f"ck_{CONSENT}_withdrawn")),
        sa.ForeignKeyConstraint(["item_id"], [f"{ITEM}.id"], name=op.f(f"fk_{CONSENT}_item_id_{ITEM}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{CONSENT}")),
    )
    op.create_index(op.f(f"ix_{CONSENT}_item_id"), CONSENT, ["item_id"])
    return made
