"""The application on a database of its own, emptied after every test."""

import gc
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings as hypothesis_settings
from pydantic import SecretStr
from sqlalchemy import Engine, delete, event, exists, literal_column, select, union_all
from sqlalchemy.orm import Session

from portal import create_app
from portal.config import Mode, Settings
from portal.extensions import db
from portal.tables import metadata
from tests.client import PortalClient
from tests.databases import fresh_database_url, selected_kind

CHILDREN_FIRST = tuple(reversed(metadata.sorted_tables))
WRITTEN = str(
    union_all(*(select(literal_column(f"'{t.name}'")).where(exists().select_from(t)) for t in CHILDREN_FIRST))
)
"""Asks for the names of all tables that hold a row; a text without parameters, which the driver prepares once."""

gc.set_threshold(
    20_000, 20, 50
)  # Most of what a test process makes stays; looking through it again is work for nothing.

hypothesis_settings.register_profile("portal", deadline=None)
hypothesis_settings.load_profile("portal")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that leaves itself to each database would run on none."""
    nowhere = [each.nodeid for each in items if {"on_sqlite", "on_postgresql"} <= {m.name for m in each.iter_markers()}]
    if nowhere:
        raise pytest.UsageError(f"on_sqlite and on_postgresql at once: {', '.join(nowhere)}")


@pytest.fixture(scope="session")
def database_url() -> Iterator[str]:
    with fresh_database_url(selected_kind()) as url:
        yield url


@pytest.fixture(scope="session")
def settings(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of tests: cheap password hashing, files in a temporary folder."""
    return Settings(
        _env_file=None,
        mode=Mode.TEST,
        secret_key=SecretStr("test-secret-key-that-is-long-enough"),
        field_key=SecretStr(token_urlsafe(48)),
        database_url=database_url,
        var_dir=tmp_path_factory.mktemp("var"),
        argon2_memory_kib=8,
        argon2_passes=1,
        allowed_hosts=("localhost", "127.0.0.1"),
    )


@pytest.fixture(scope="session")
def app_with_tables(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    app.test_client_class = PortalClient
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        prepare_for_tests(engine)
    metadata.create_all(engine)
    yield app
    engine.dispose()


@pytest.fixture
def app(app_with_tables: Flask) -> Iterator[Flask]:
    """The application; whatever a test wrote is removed afterwards."""
    yield app_with_tables
    with app_with_tables.app_context():
        empty(db.engine)
    app_with_tables.extensions["remembered"].clear()


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    """The database session inside an application context, as actions and queries use it."""
    with app.app_context():
        yield db.session
        db.session.rollback()


@pytest.fixture
def client(app: Flask) -> PortalClient:
    """A browser without JavaScript that checks each page it is shown."""
    client = app.test_client()
    assert isinstance(client, PortalClient)
    return client


@pytest.fixture(scope="session")
def project() -> Path:
    return Path(__file__).parent.parent


def empty(engine: Engine) -> None:
    """Remove every row; the children first."""
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # everything goes: no row needs to be looked for behind a foreign key
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        written = set(connection.exec_driver_sql(WRITTEN).scalars())
        for table in CHILDREN_FIRST:
            if table.name in written:
                connection.execute(delete(table))


def prepare_for_tests(engine: Engine) -> None:
    """Wait for no disk, and answer rows that were asked for in no order in another than PostgreSQL mostly does."""

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA reverse_unordered_selects=ON")
