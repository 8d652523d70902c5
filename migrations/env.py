"""How Alembic reaches the database and the tables of the portal."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, Engine, Enum, create_engine, event

import portal.tables
from portal.db.engine import engine_options, prepare_engine, writing
from portal.db.types import UtcDateTime


def plain_type(kind: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """How a revision names a column's type: by what the database holds, so that it outlives the portal's own types."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return f"sa.String({item.length})" if isinstance(item, Enum) else False


def let_tables_be_made_anew(engine: Engine) -> None:
    """SQLite changes a table by copying it; while the old one is dropped, nothing may ask what refers to it."""

    @event.listens_for(engine, "connect")
    def ask_nothing(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA foreign_keys=OFF")


class BrokenReference(Exception):
    """A migration left rows that refer to nothing."""


def refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise BrokenReference(", ".join(sorted({row[0] for row in broken})))


def run() -> None:
    engine = create_engine(**engine_options(context.config.attributes["url"], 1))
    prepare_engine(engine)
    is_sqlite = engine.dialect.name == "sqlite"
    if is_sqlite:
        let_tables_be_made_anew(engine)
    with writing(), engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=portal.tables.metadata,
            render_as_batch=is_sqlite,
            compare_type=True,
            render_item=plain_type,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite:
            refuse_broken_references(connection)
        connection.commit()
    engine.dispose()


run()
