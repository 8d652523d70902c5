"""A PostgreSQL database in a back-up: its own programs copy it and take the copy over."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import ClauseElement, Dialect, Executable, make_url
from sqlalchemy.dialects import postgresql

from portal.core.errors import DomainError
from portal.core.messages import N_

DEBIAN_VERSIONS = Path("/usr/lib/postgresql")
NO_PROGRAM = N_(
    "데이터베이스 서버는 PostgreSQL %(version)d인데 그 판이나 더 높은 판의 %(program)s이 이 컴퓨터에 없습니다. "
    "postgresql-client-%(version)d을 설치해 주십시오."
)
FAILED = N_("%(program)s이 끝내지 못했습니다: %(words)s")
UNREACHABLE = N_("데이터베이스에 연결할 수 없습니다. PORTAL_DATABASE_URL과 서버를 확인해 주십시오.")
MAY_NOT_CREATE = N_(
    "연습용 데이터베이스를 만들 수 없습니다. `ALTER ROLE %(role)s CREATEDB`를 하거나, 만들 수 있는 서버를 "
    "PORTAL_DRILL_DATABASE_URL로 정해 주십시오."
)
_LEFT = "SELECT datname FROM pg_database WHERE datname LIKE %s"
_DROP = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
_TABLES = "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = 'public'"


class PostgresqlDatabase:
    kind = "postgresql"

    def __init__(self, url: str) -> None:
        address = make_url(url)
        self.password = address.password or ""
        options: dict[str, Any] = dict(address.query)
        self.conninfo = make_conninfo(
            host=address.host or options.pop("host", None),
            port=address.port,
            user=address.username,
            dbname=address.database,
            **options,
        )

    def copy_into(self, target: Path) -> None:
        """By `pg_dump` in its own format: one snapshot, and nobody waits for it."""
        self._run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target}", self._named)

    def is_empty(self) -> bool:
        with self.connected() as connection:
            return connection.execute(_TABLES).fetchone() == (0,)

    def fill(self, source: Path, then: Sequence[Executable]) -> None:
        """One transaction of `psql` takes what `pg_restore` tells it and does `then`."""
        script = source.with_name("restore.sql")
        self._run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
        with script.open("a", encoding="utf-8") as file:
            file.write("SET search_path TO public;\n")
            file.writelines(f"{_literally(statement)};\n" for statement in then)
        self._run("psql", "-XqAt", "--set=ON_ERROR_STOP=1", "--single-transaction", f"--file={script}", self._named)

    @property
    def _named(self) -> str:
        return f"--dbname={self.conninfo}"

    def _run(self, name: str, *arguments: str) -> None:
        program = program_for(self._server_version(), name)
        environment = {**os.environ, "PGCONNECT_TIMEOUT": "10"} | (
            {"PGPASSWORD": self.password} if self.password else {}
        )
        done = subprocess.run(  # noqa: S603 a program of the server's own, told nothing that a visitor typed
            [program, *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            lines = done.stderr.strip().splitlines() or [str(done.returncode)]
            raise DomainError(FAILED, program=name, words=lines[0])

    def _server_version(self) -> int:
        with self.connected() as connection:
            return connection.info.server_version // 10000

    def connected(self) -> psycopg.Connection:
        try:
            return psycopg.connect(self.conninfo, password=self.password or None, autocommit=True)
        except psycopg.OperationalError:
            raise DomainError(UNREACHABLE) from None


def program_for(version: int, name: str) -> str:
    """The oldest `name` on this machine that knows a server of `version`; raises `DomainError` where there is none."""
    found = {version_of(path): path for path in _programs(name)}
    fitting = [each for each in found if each >= version]
    if not fitting:
        raise DomainError(NO_PROGRAM, version=version, program=name)
    return found[min(fitting)]


def _programs(name: str) -> list[str]:
    of_debian = [str(path) for path in DEBIAN_VERSIONS.glob(f"*/bin/{name}")]
    on_path = shutil.which(name)
    return of_debian + ([on_path] if on_path else [])


def version_of(program: str) -> int:
    """The major version of PostgreSQL that `program` belongs to; 0 where it does not say."""
    told = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
    found = _VERSION.search(told.stdout)
    return int(found[1]) if found else 0


def _literally(statement: Executable) -> str:
    """As text for `psql`."""
    dialect: Dialect = postgresql.psycopg.dialect(paramstyle="named")  # type: ignore[no-untyped-call]
    return str(cast(ClauseElement, statement).compile(dialect=dialect, compile_kwargs={"literal_binds": True}))


@contextmanager
def temporary_database(url: str, name: str) -> Iterator[str]:
    """The address of an empty database `name` beside that of `url`; those of the same beginning that were left go."""
    address = make_url(url)
    begin = name.rpartition("_")[0]
    with PostgresqlDatabase(url).connected() as connection:
        for (left,) in connection.execute(_LEFT, (f"{begin}%",)).fetchall():
            connection.execute(_DROP.format(sql.Identifier(left)))
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise DomainError(MAY_NOT_CREATE, role=address.username) from None
        try:
            yield address.set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(_DROP.format(sql.Identifier(name)))
