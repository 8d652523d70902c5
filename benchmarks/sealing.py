"""What encryption costs: the same pages on the same content, which lies encrypted on one side, plain on the other."""

from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from benchmarks.figures import Figure
from benchmarks.ground import Database, Ground
from benchmarks.measure import interleaved_costs
from benchmarks.pages import CALLS, PEOPLE, TURNS, WARM_UP, Opened, opener
from portal.db.keyring import Keyring
from portal.privacy.keys.actions import sealed_columns

UNIT = "times plain text"
LIST, PAGE = 1.05, 1.1


def figures(ground: Ground) -> Iterator[Figure]:
    plain = ground.copy_of_present("laid_open", wsgi="benchmarks.plain_portal:app")
    lay_open(plain)
    year = ground.year
    homes = [(home.coordinator, f"/households/{home.household}") for home in year.scene.homes[:PEOPLE]]
    yield from _cost(ground, plain, "list of households", [(year.scene.office, "/households")], LIST)
    yield from _cost(ground, plain, "a household's page", homes, PAGE)


def _cost(ground: Ground, plain: Database, name: str, opened: Sequence[Opened], most: float) -> Iterator[Figure]:
    sides = []
    for database in (ground.year.present, plain):
        running = ground.portal(database)
        sides.append((opener([(database.visitor(running, who), path) for who, path in opened]), ground.clock(running)))
    interleaved_costs(sides, turns=1, calls=WARM_UP)
    sealed, laid_open = interleaved_costs(sides, turns=TURNS, calls=CALLS)
    yield Figure(f"{name}, encrypted", sealed.seconds / laid_open.seconds, UNIT, most)
    yield Figure(f"{name}, encrypted, processor time", sealed.processor / laid_open.processor, UNIT, most)


def lay_open(database: Database) -> int:
    """Write in plain text whatever lies encrypted; how many values that were."""
    keyring, done = Keyring(database.settings.field_keys), 0
    with database.engine.begin() as connection:
        for column in sealed_columns():
            table = sa.table(column.table.name, sa.column("id", sa.Uuid), sa.column(column.name, sa.Text))
            lying, place = table.c[column.name], getattr(column.type, "place", "")
            rows = connection.execute(sa.select(table.c.id, lying).where(lying != "")).all()
            values = [{"row": row_id, "plain": keyring.open(kept, place, row_id.hex)} for row_id, kept in rows]
            if values:
                of_row = sa.update(table).where(table.c.id == sa.bindparam("row"))
                connection.execute(of_row.values({lying: sa.bindparam("plain")}), values)
            done += len(values)
    return done
