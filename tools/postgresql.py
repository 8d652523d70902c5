"""How a throw-away PostgreSQL server for tests and measurements is started, shared between processes and stopped."""

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT / "build/test-postgresql"
DEBIAN_VERSIONS = Path("/usr/lib/postgresql")
SUPERUSER = "postgres"
SERVER_ACCOUNT = "postgres"
COMMON_SETTINGS = {"listen_addresses": "", "max_connections": "250", "shared_buffers": "128MB", "timezone": "UTC"}
QUICK_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
    "jit": "off",
}


class PostgresqlMissing(Exception):
    """No PostgreSQL server programs on this machine."""


@dataclass(frozen=True)
class Server:
    """A running server, reached through the unix socket in its folder."""

    folder: Path

    def url(self, database: str) -> str:
        """Address of one of its databases for SQLAlchemy."""
        return f"postgresql+psycopg://{SUPERUSER}@/{database}?host={self.folder}"

    def conninfo(self, database: str = "postgres") -> str:
        """Address of one of its databases for psycopg itself."""
        return f"host={self.folder} user={SUPERUSER} dbname={database}"

    def stop(self) -> None:
        """At once, as a failing machine would; `start` brings it back."""
        _control(self, "stop", "-w", "-m", "immediate")

    def start(self) -> None:
        """With the options that it had."""
        options = (self.folder / "options").read_text("utf-8")
        _control(self, "start", "-w", "-l", str(self.folder / "log"), "-o", options)

    def runs(self) -> bool:
        return _control(self, "status", check=False) == 0

    def processes(self) -> list[psutil.Process]:
        """All processes of the server, those of its present connections included."""
        first = int((self.folder / "data/postmaster.pid").read_text("ascii").split("\n", 1)[0])
        main = psutil.Process(first)
        return [main, *main.children()]


def program(name: str) -> str:
    """Path of a server program, from PATH or from the newest Debian version installed."""
    found = shutil.which(name)
    if found:
        return str(Path(found).resolve())
    versions = sorted(DEBIAN_VERSIONS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    if not versions:
        raise PostgresqlMissing(name)
    return str(versions[-1])


@contextmanager
def private_server(*, durable: bool = False, place: Path | None = None) -> Iterator[Server]:
    """A server of one's own, in `place`; `durable` keeps fsync on, for tests that pull the plug."""
    server = _start(durable=durable, place=place)
    try:
        yield server
    finally:
        _stop(server)


@contextmanager
def shared_server() -> Iterator[Server]:
    """One server for all test processes of this source tree: the first one starts it, the last one stops it.

    Each user holds a shared lock, so a killed process never leaves a count behind.
    """
    SHARED.mkdir(parents=True, exist_ok=True)
    with (SHARED / "users.lock").open("w") as users:
        with _turn():
            server = _running() or _start_shared()
            fcntl.flock(users, fcntl.LOCK_SH)
        try:
            yield server
        finally:
            with _turn():
                _stop_when_last(server, users)


@contextmanager
def _turn() -> Iterator[None]:
    with (SHARED / "turn.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _running() -> Server | None:
    note = SHARED / "folder"
    if not note.is_file():
        return None
    server = Server(Path(note.read_text("utf-8")))
    alive = server.folder.is_dir() and server.runs()
    return server if alive else None


def _start_shared() -> Server:
    server = _start(durable=False)
    (SHARED / "folder").write_text(str(server.folder), "utf-8")
    return server


def _stop_when_last(server: Server, users: IO[str]) -> None:
    fcntl.flock(users, fcntl.LOCK_UN)
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    (SHARED / "folder").unlink()
    _stop(server)


def _start(*, durable: bool, place: Path | None = None) -> Server:
    server = Server(Path(tempfile.mkdtemp(prefix="portal-pg-", dir=place)))
    if os.geteuid() == 0:
        account = pwd.getpwnam(SERVER_ACCOUNT)
        os.chown(server.folder, account.pw_uid, account.pw_gid)
    locale = ["--encoding=UTF8", "--locale=C.UTF-8"]
    run_as_server(
        server, [program("initdb"), "-D", _data(server), "-U", SUPERUSER, "--auth=trust", "--no-sync", *locale]
    )
    settings = COMMON_SETTINGS | {"unix_socket_directories": str(server.folder)} | ({} if durable else QUICK_SETTINGS)
    options = " ".join(f"-c {name}='{value}'" for name, value in settings.items())
    (server.folder / "options").write_text(options, "utf-8")
    server.start()
    return server


def _stop(server: Server) -> None:
    if server.runs():
        server.stop()
    shutil.rmtree(server.folder)


def _data(server: Server) -> str:
    return str(server.folder / "data")


def _control(server: Server, *arguments: str, check: bool = True) -> int:
    return run_as_server(server, [program("pg_ctl"), "-D", _data(server), *arguments], check=check)


def run_as_server(server: Server, command: Sequence[str], *, check: bool = True) -> int:
    """As the server's account: PostgreSQL refuses to be started by root."""
    prefix = ["runuser", "-u", SERVER_ACCOUNT, "--"] if os.geteuid() == 0 else []
    ended = subprocess.run(
        [*prefix, *command], cwd=server.folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
    )
    if check and ended.returncode:
        raise RuntimeError(f"{Path(command[0]).name} failed: {ended.stdout}{ended.stderr}")
    return ended.returncode
