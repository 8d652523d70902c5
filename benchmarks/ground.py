"""What the figures stand on: one durable PostgreSQL, databases of each size, and both servers on each of them."""

import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import psycopg
from psycopg import sql
from sqlalchemy import Connection, Engine, create_engine, insert, text

from benchmarks import floor
from benchmarks.data import Consortium, add_consortium, add_households
from portal.core import clock
from portal.tables import metadata
from tools.load.browser import Browser
from tools.load.people import browser_of, sign_in
from tools.load.server import Application, Running, portal, serving
from tools.postgresql import Server, private_server

SECRET_KEY = "measured-with-a-key-that-is-long-enough"
WORKERS = 2
FIRST_ASKED = {"portal": "/healthz", "floor": "/form", "plain": "/apply"}
FLOOR_OPTIONS = ("--worker-class", "gthread", "--preload", "--keep-alive", "5", "--worker-tmp-dir", "/dev/shm")  # noqa: S108


@dataclass(frozen=True)
class Database:
    """A filled database and the two applications on it."""

    url: str
    engine: Engine
    made: Consortium
    folder: Path

    @property
    def portal(self) -> Application:
        return portal(self.url, self.folder / "var", secret_key=SECRET_KEY)

    @property
    def floor(self) -> Application:
        return self._bare("benchmarks.floor:create_app()")

    @property
    def plain(self) -> Application:
        return self._bare("benchmarks.plain_application:create_app()")

    def _bare(self, wsgi: str) -> Application:
        environment = {"FLOOR_DATABASE_URL": self.url, "FLOOR_SECRET_KEY": SECRET_KEY}
        return Application(wsgi, environment, FLOOR_OPTIONS)

    def visitor(self, running: Running, user: UUID) -> Browser:
        """The browser of `user`, signed in a moment ago."""
        with self.engine.begin() as connection:
            (cookie,) = sign_in(connection, [user], secret_key=SECRET_KEY, now=clock.now())
        return browser_of(running.port, cookie)


@dataclass
class Ground:
    """Starts what a figure asks for once, and stops all of it at the end."""

    _stack: ExitStack = field(default_factory=ExitStack)
    _databases: dict[int, Database] = field(default_factory=dict)
    _servers: dict[tuple[str, str], Running] = field(default_factory=dict)
    _postgresql: Server | None = None

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    def database(self, households: int) -> Database:
        """A database with so many households."""
        if households not in self._databases:
            self._databases[households] = self._make_database(households)
        return self._databases[households]

    def portal(self, database: Database) -> Running:
        return self._serve("portal", database.url, database.portal)

    def floor(self, database: Database) -> Running:
        return self._serve("floor", database.url, database.floor)

    def plain(self, database: Database) -> Running:
        return self._serve("plain", database.url, database.plain)

    def _serve(self, name: str, url: str, application: Application) -> Running:
        if (name, url) not in self._servers:
            log = self.folder / f"{name}-{len(self._servers)}.log"
            running = self._stack.enter_context(serving(application, log, workers=WORKERS, path=FIRST_ASKED[name]))
            self._servers[name, url] = running
        return self._servers[name, url]

    def _make_database(self, households: int) -> Database:
        if self._postgresql is None:
            self._postgresql = self._stack.enter_context(private_server(durable=True))
        name = f"portal_{households}"
        with psycopg.connect(self._postgresql.conninfo(), autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        url = self._postgresql.url(name)
        engine = create_engine(url)
        self._stack.callback(engine.dispose)
        metadata.create_all(engine)
        floor.Base.metadata.create_all(engine)
        with engine.begin() as connection:
            made = _fill(connection, households)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        folder = self.folder / name
        folder.mkdir()
        return Database(url, engine, made, folder)


def _fill(connection: Connection, households: int) -> Consortium:
    made = add_consortium(connection, clock.now())
    add_households(connection, made, households)
    connection.execute(insert(floor.Place), {"id": 1, "taken": 0, "capacity": 10})
    return made
