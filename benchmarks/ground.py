"""What the figures stand on: one durable PostgreSQL, its databases, and the servers on each of them."""

import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import Self
from uuid import UUID

import psutil
import psycopg
from psycopg import sql
from pydantic import SecretStr
from sqlalchemy import Connection, Engine, create_engine, insert

from benchmarks import earlier, floor
from benchmarks.data import Consortium, add_consortium, add_households
from benchmarks.measure import Clock
from benchmarks.year import scene
from portal.accounts import keys
from portal.config import Mode, Settings
from portal.core import clock
from portal.tables import metadata
from tools.load import people
from tools.load.browser import Browser
from tools.load.server import ROOT, Application, Running, portal, serving
from tools.postgresql import Server, private_server

SECRET_KEY = "measured-with-a-key-that-is-long-enough"
WORKERS = 2
FIRST_ASKED = {"portal": "/healthz", "floor": "/form", "plain": "/apply"}
FLOOR_OPTIONS = ("--worker-class", "gthread", "--preload", "--keep-alive", "5", "--worker-tmp-dir", "/dev/shm")  # noqa: S108


@dataclass(frozen=True)
class Database:
    """A filled database and the applications on it; `root` is the source tree of the portal."""

    url: str
    conninfo: str
    engine: Engine
    folder: Path
    root: Path = ROOT
    wsgi: str = "portal.wsgi:app"

    @property
    def portal(self) -> Application:
        """All clients ask from one address, as in an office, where limits do not count them together."""
        settings = {"secret_key": SECRET_KEY, "trusted_addresses": "127.0.0.0/8"}
        return replace(portal(self.url, self.folder / "var", root=self.root, **settings), wsgi=self.wsgi)

    @property
    def settings(self) -> Settings:
        """For the portal inside the process that measures."""
        key = SecretStr(SECRET_KEY)
        var = self.folder / "var"
        return Settings(_env_file=None, mode=Mode.DEMONSTRATION, database_url=self.url, var_dir=var, secret_key=key)

    @property
    def floor(self) -> Application:
        return self._bare("benchmarks.floor:create_app()")

    @property
    def plain(self) -> Application:
        return self._bare("benchmarks.plain_application:create_app()")

    def _bare(self, wsgi: str) -> Application:
        environment = {"FLOOR_DATABASE_URL": self.url, "FLOOR_SECRET_KEY": SECRET_KEY}
        return Application(wsgi, environment, FLOOR_OPTIONS)

    def visitor(self, running: Running, user: UUID | None) -> Browser:
        """The browser of `user`, signed in a moment ago, or of somebody whom nobody knows."""
        return people.browser_of(running.port, self.sign_in(user)) if user else Browser(running.port)

    def sign_in(self, user: UUID) -> str:
        """The cookie of a new session."""
        now = clock.now()
        if self.root == ROOT:
            with self.engine.begin() as connection:
                return people.sign_in(connection, [user], secret_key=SECRET_KEY, now=now)[0]
        token = keys.new_token()
        scene.sign_in(self.conninfo, user, keys.digest(token), now)
        return people.cookie_of(token, SECRET_KEY)

    def prepare(self, *command: str) -> None:
        """Run a command of the portal on this database."""
        _flask(self.portal, *command)


@dataclass(frozen=True)
class Year:
    """The same content for the build that is compared with and for the present one."""

    earlier: Database
    present: Database
    scene: scene.Scene

    @property
    def builds(self) -> tuple[Database, Database]:
        """Measured in turn, the present one first."""
        return self.present, self.earlier


@dataclass
class Ground:
    """Starts what a figure asks for once, and stops all of it at the end."""

    _stack: ExitStack = field(default_factory=ExitStack)
    _thin: dict[int, tuple[Database, Consortium]] = field(default_factory=dict)
    _servers: dict[tuple[str, str], Running] = field(default_factory=dict)
    _postgresql: Server | None = None
    _year: Year | None = None

    def __enter__(self) -> Self:
        self.folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="portal-bench-")))
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    @property
    def year(self) -> Year:
        """Ten thousand households with a year of history each, for both builds."""
        if self._year is None:
            self._year = self._make_year()
        return self._year

    def thin(self, households: int) -> tuple[Database, Consortium]:
        """A database with so many households and no history, for the present build alone."""
        if households not in self._thin:
            database = self._create(f"thin_{households}")
            metadata.create_all(database.engine)
            with database.engine.begin() as connection:
                made = add_consortium(connection, clock.now())
                add_households(connection, made, households)
            self._complete(database)
            self._thin[households] = database, made
        return self._thin[households]

    def copy_of_present(self, name: str, *, wsgi: str) -> Database:
        """The year of the present build once more, for another application; asked for before a server stands on it."""
        self.year.present.engine.dispose()
        return replace(self._create(name, template="present"), wsgi=wsgi)

    def portal(self, database: Database) -> Running:
        return self._serve("portal", database, database.portal)

    def floor(self, database: Database) -> Running:
        return self._serve("floor", database, database.floor)

    def plain(self, database: Database) -> Running:
        return self._serve("plain", database, database.plain)

    def clock(self, running: Running) -> Clock:
        """The processor time of the server's processes and of PostgreSQL, which serves nobody else meanwhile."""
        postgresql = self._postgresql
        assert postgresql is not None
        return lambda: sum(_taken(process) for process in (*running.processes(), *postgresql.processes()))

    def _serve(self, name: str, database: Database, application: Application) -> Running:
        if (name, database.url) not in self._servers:
            log = self.folder / f"{name}-{len(self._servers)}.log"
            running = self._stack.enter_context(serving(application, log, workers=WORKERS, path=FIRST_ASKED[name]))
            self._servers[name, database.url] = running
        return self._servers[name, database.url]

    def _make_year(self) -> Year:
        before = self._create("earlier", root=earlier.checked_out())
        before.prepare("db", "upgrade")
        before.prepare("seed")
        found = scene.fill(before.conninfo)
        _tidy(before)
        present = self._create("present", template="earlier")
        present.prepare("db", "upgrade")
        self._complete(present)
        return Year(before, present, found)

    def _create(self, name: str, *, template: str = "template0", root: Path = ROOT) -> Database:
        if self._postgresql is None:
            self._postgresql = self._stack.enter_context(private_server(durable=True))
        with psycopg.connect(self._postgresql.conninfo(), autocommit=True) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        url = self._postgresql.url(name)
        engine = create_engine(url)
        self._stack.callback(engine.dispose)
        folder = self.folder / name
        folder.mkdir()
        return Database(url, self._postgresql.conninfo(name), engine, folder, root)

    def _complete(self, database: Database) -> None:
        """Add the floor's own tables."""
        floor.Base.metadata.create_all(database.engine)
        with database.engine.begin() as connection:
            _open_place(connection)
        _tidy(database)


def _taken(process: psutil.Process) -> float:
    """The seconds of processor time."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:  # PostgreSQL's cleaners come and go
        return 0
    return times.user + times.system


def _open_place(connection: Connection) -> None:
    connection.execute(insert(floor.Place), {"id": 1, "taken": 0, "capacity": 10})


def _tidy(database: Database) -> None:
    """Clear away and count, as PostgreSQL does by itself after a while."""
    with psycopg.connect(database.conninfo, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("CHECKPOINT")


def _flask(application: Application, *arguments: str) -> None:
    """What the command says is shown only when it fails."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
    ended = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "portal", *arguments],
        cwd=application.root,
        env=inherited | dict(application.environment),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        sys.exit(f"flask {' '.join(arguments)} in {application.root}:\n{ended.stdout}{ended.stderr}")
