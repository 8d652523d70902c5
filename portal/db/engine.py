"""How connections behave: SQLite made safe for many writers, PostgreSQL bounded in its waits."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_MILLISECONDS = 20_000
WRITING: ContextVar[bool] = ContextVar("writing", default=False)


def sqlite_module() -> ModuleType:
    """A SQLite of 3.51.3 or later (before that, resetting the WAL could corrupt the file)."""
    if sqlite3.sqlite_version_info >= (3, 51, 3):
        return sqlite3
    import pysqlite3  # noqa: PLC0415 only where Python's own SQLite is too old

    return pysqlite3  # type: ignore[no-any-return]


def engine_options(url: str, pool_size: int) -> dict[str, Any]:
    """The options for `create_engine` that belong to the database that `url` names."""
    if url.startswith("sqlite"):
        return {
            "url": url,
            "hide_parameters": True,
            "module": sqlite_module(),
            "connect_args": {"timeout": BUSY_MILLISECONDS / 1000},
        }
    return {
        "url": url,
        "hide_parameters": True,
        "pool_size": pool_size,
        "max_overflow": pool_size,
        "pool_pre_ping": True,
    }


def prepare_engine(engine: Engine) -> None:
    """Attach the pragmas and the transaction begin that `design.md` asks of SQLite."""
    if engine.dialect.name != "sqlite":
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            f"busy_timeout={BUSY_MILLISECONDS}",
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if WRITING.get() else "BEGIN")


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take SQLite's write lock at once, so that none fails half way."""
    token = WRITING.set(True)
    try:
        yield
    finally:
        WRITING.reset(token)
