"""How Alembic reaches the database and the tables of the portal."""

from alembic import context
from sqlalchemy import create_engine

import portal.tables
from portal.db.engine import engine_options, prepare_engine, writing


def run() -> None:
    engine = create_engine(**engine_options(context.config.attributes["url"], 1))
    prepare_engine(engine)
    with writing(), engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=portal.tables.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            compare_type=True,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()
    engine.dispose()


run()
