"""How Alembic reaches the database and the tables of the portal."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Enum, create_engine

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


def run() -> None:
    engine = create_engine(**engine_options(context.config.attributes["url"], 1))
    prepare_engine(engine)
    with writing(), engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=portal.tables.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            render_item=plain_type,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
