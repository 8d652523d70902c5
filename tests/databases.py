"""Which database the tests run on, and how each test process gets an empty one of its own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql
from sqlalchemy import URL

from tools.postgresql import Server, private_server, shared_server

KINDS = ("sqlite", "postgresql")


def selected_kind() -> str:
    """The kind that `TEST_DATABASE` asks for, SQLite when it says nothing."""
    kind = os.environ.get("TEST_DATABASE", "sqlite")
    if kind not in KINDS:
        raise ValueError(f"TEST_DATABASE must be one of {', '.join(KINDS)}, not {kind!r}")
    return kind


@contextmanager
def fresh_database_url(kind: str, *, durable: bool = False) -> Iterator[str]:
    """Address of a new, empty database that is gone afterwards.

    PostgreSQL databases are `C.UTF-8` from `template0`, on one server shared by all test processes; `durable` asks for
    a server of its own with fsync on.
    """
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="portal-db-") as folder:
            yield f"sqlite:///{Path(folder) / 'portal.sqlite3'}"
        return
    with private_server(durable=True) if durable else shared_server() as server, _database_on(server) as url:
        yield url


@contextmanager
def copied_database_url(kind: str, address: URL) -> Iterator[str]:
    """Address of a copy of the database at `address`, to which nobody is connected."""
    if kind == "sqlite":
        with fresh_database_url(kind) as url:
            shutil.copy(address.database or "", url.removeprefix("sqlite:///"))
            yield url
        return
    with shared_server() as server, _database_on(server, like=address.database or "") as url:
        yield url


@contextmanager
def _database_on(server: Server, *, like: str = "template0") -> Iterator[str]:
    name = f"portal_{uuid4().hex}"
    create = "CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8' LOCALE 'C.UTF-8'"
    _administer(server, sql.SQL(create).format(sql.Identifier(name), sql.Identifier(like)))
    try:
        yield server.url(name)
    finally:
        _administer(server, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _administer(server: Server, statement: sql.Composed) -> None:
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute(statement)
