"""The migrations make exactly the tables of the models, on both databases, and can be taken back."""

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, inspect, text

from portal.db import migrations
from portal.db.engine import engine_options, prepare_engine
from portal.tables import metadata
from tests.databases import fresh_database_url, selected_kind
from tests.integration.conftest import resolved

OWN_TABLE = "alembic_version"


def engine_of(url: str) -> Engine:
    engine = create_engine(**engine_options(url, 1))
    prepare_engine(engine)
    return engine


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    engine = engine_of(migrated_url)
    yield engine
    engine.dispose()


def described(engine: Engine) -> dict[str, dict[str, Any]]:
    """Each table with its columns, keys, checks and indexes, conditions of partial indexes included, by name."""
    inspector = inspect(engine)
    return {
        name: {
            "columns": {each["name"]: (str(each["type"]), each["nullable"]) for each in inspector.get_columns(name)},
            "primary key": inspector.get_pk_constraint(name),
            "foreign keys": {each["name"]: each for each in inspector.get_foreign_keys(name)},
            "checks": {each["name"]: each["sqltext"] for each in inspector.get_check_constraints(name)},
            "indexes": {each["name"]: _index(each) for each in inspector.get_indexes(name)},
        }
        for name in inspector.get_table_names()
        if name != OWN_TABLE
    }


def _index(index: Any) -> tuple[Any, ...]:
    conditions = {key: str(value) for key, value in index.get("dialect_options", {}).items() if key.endswith("_where")}
    return index["column_names"], bool(index["unique"]), conditions


def differences(engine: Engine) -> list[Any]:
    """What autogenerate would write into another migration."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def test_equal_the_models(engine: Engine) -> None:
    assert differences(engine) == []


def test_make_the_same_constraints_and_conditions_as_the_models(engine: Engine) -> None:
    with fresh_database_url(selected_kind()) as other:
        models = engine_of(resolved(other))
        metadata.create_all(models)
        expected = described(models)
        models.dispose()
    assert described(engine) == expected


def test_go_down_and_up_again(migrated_url: str, engine: Engine) -> None:
    migrations.downgrade(migrated_url, "base")
    assert set(inspect(engine).get_table_names()) <= {OWN_TABLE}
    migrations.upgrade(migrated_url)
    assert set(described(engine)) == set(metadata.tables)


def test_the_database_tells_what_it_lacks(engine: Engine) -> None:
    assert migrations.pending_migration(engine) is None
    with fresh_database_url(selected_kind()) as other:
        empty = engine_of(resolved(other))
        assert migrations.pending_migration(empty) is not None
        empty.dispose()


def test_a_column_that_no_migration_makes_is_noticed(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE household DROP COLUMN pets"))
    assert [difference[0] for difference in differences(engine)] == ["add_column"]
