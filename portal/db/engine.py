"""How connections behave: SQLite made safe for many writers, PostgreSQL bounded in its waits."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import ModuleType
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event, make_url
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

BUSY_MILLISECONDS = 20_000
PATIENTLY = f"PRAGMA busy_timeout={BUSY_MILLISECONDS}"
HURRIEDLY = "PRAGMA busy_timeout=5000"
"""So long whoever only reads waits for SQLite's write lock, to keep that something was read: then the page is 503."""
IDLE_SECONDS = 1.0
PATIENCE: dict[str, Any] = {"connect_timeout": 5, "tcp_user_timeout": 15_000, "keepalives_idle": 30}
"""How long a server that does not answer is waited for, in seconds, milliseconds and seconds: then the page is 503."""
DEAD_AFTER = {
    "tcp_keepalives_idle": 5,
    "tcp_keepalives_interval": 5,
    "tcp_keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
"""What the server is told of our connections: a machine that loses its power says no good-bye, and its locks would hold
for two hours. So it is taken for dead after twenty seconds."""
TOLD = DEAD_AFTER | {"jit": "off"}
"""Pages ask statements of many parts that read few rows: compiling one takes longer than running it."""
RETURNED_AT = "returned_at"
WRITING: ContextVar[bool] = ContextVar("writing", default=False)
HURRIED: ContextVar[bool] = ContextVar("hurried", default=False)
READING: ContextVar[bool] = ContextVar("reading", default=False)
"""Set for a request that must only read; what is written beside it (`afterwards`) has a transaction of its own."""


def sqlite_module() -> ModuleType:
    """A SQLite of 3.51.3 or later (before that, resetting the WAL could corrupt the file)."""
    if sqlite3.sqlite_version_info >= (3, 51, 3):
        return sqlite3
    import pysqlite3  # noqa: PLC0415 only where Python's own SQLite is too old

    return pysqlite3  # type: ignore[no-any-return]


def engine_options(url: str, pool_size: int, *, prepares: bool = True) -> dict[str, Any]:
    """The options for `create_engine` that belong to the database that `url` names.

    Unless it `prepares`, no statement is kept on the server: a pooler hands the next one to another connection.
    """
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
        "connect_args": PATIENCE | (_told_to_server(url) if prepares else {"prepare_threshold": None}),
    }


def _told_to_server(url: str) -> dict[str, Any]:
    """Nothing where the address says itself what the server is told."""
    if "options" in make_url(url).query:
        return {}
    return {"options": " ".join(f"-c {name}={value}" for name, value in TOLD.items())}


def prepare_engine(engine: Engine) -> None:
    """Attach the pragmas and the transaction begin that `design.md` asks of SQLite; ask idle connections elsewhere."""
    if engine.dialect.name != "sqlite":
        ask_after_idling(engine)
        read_without_transaction(engine)
        return

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver would begin only at the first write, and never IMMEDIATE
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute(PATIENTLY)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if WRITING.get() and HURRIED.get():
            _begin_hurried(connection)
        else:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if WRITING.get() else "BEGIN")


def _begin_hurried(connection: Connection) -> None:
    connection.exec_driver_sql(HURRIEDLY)
    try:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    finally:
        connection.exec_driver_sql(PATIENTLY)


def ask_after_idling(engine: Engine) -> None:
    """Ask whether the server is still there only of a connection that nobody used for a while.

    What `pool_pre_ping` does for every request, at a round trip each.
    """

    @event.listens_for(engine, "checkin")
    def note(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[RETURNED_AT] = time.monotonic()

    @event.listens_for(engine, "checkout")
    def ask(connection: Any, record: ConnectionPoolEntry, _proxy: object) -> None:
        if time.monotonic() - record.info.get(RETURNED_AT, time.monotonic()) > IDLE_SECONDS:
            try:
                engine.dialect.do_ping(connection)
            except Exception as error:
                raise DisconnectionError from error


def is_reading() -> bool:
    return READING.get() and not WRITING.get()


def read_without_transaction(engine: Engine) -> None:
    """Send BEGIN only where something may be written; elsewhere each statement stands alone.

    Two round trips less for each request that reads, and the server keeps its prepared statements, which psycopg
    forgets at every rollback. What a statement sees stays the same, as each has its own snapshot anyway.
    """

    @event.listens_for(engine, "connect")
    def leave_transactions_to_us(connection: Any, _record: object) -> None:
        connection.autocommit = True

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if not is_reading():
            _begin(connection)


def _begin(connection: Connection) -> None:
    """By the driver itself, as a statement of SQLAlchemy's would begin once more; it fails as one of these."""
    try:
        connection.connection.driver_connection.execute("BEGIN")  # type: ignore[union-attr]
    except psycopg.OperationalError as failure:
        connection.invalidate(failure)
        raise OperationalError("BEGIN", None, failure, connection_invalidated=True) from failure


def lost_a_deadlock(error: OperationalError) -> bool:
    """Whether PostgreSQL ended a transaction because it and another waited for each other."""
    return getattr(error.orig, "sqlstate", None) == "40P01"


@contextmanager
def hurried() -> Iterator[None]:
    """Transactions begun inside give up sooner where somebody else holds SQLite's write lock."""
    token = HURRIED.set(True)
    try:
        yield
    finally:
        HURRIED.reset(token)


@contextmanager
def writing() -> Iterator[None]:
    """Transactions begun inside take SQLite's write lock at once, so that none fails half way."""
    token = WRITING.set(True)
    try:
        yield
    finally:
        WRITING.reset(token)


@contextmanager
def only_reading() -> Iterator[None]:
    """Transactions begun inside `writing` that read for long: they keep nobody from writing, not even their own job."""
    token = WRITING.set(False)
    try:
        yield
    finally:
        WRITING.reset(token)
