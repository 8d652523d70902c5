"""A lost PostgreSQL server brought back to a moment from a base copy and the archive of what was written since."""

import time
from datetime import datetime
from typing import Any

import psycopg

from tools.postgresql import DEBIAN_VERSIONS, ROOT, SUPERUSER, Server, run_as_server

SHIPPED = ROOT / "deploy/postgresql-archive.conf"
SHIPPED_FOLDER = "/var/backups/postgresql/wal"
ROWS = 1000
LOOK_EVERY_SECONDS = 0.05


def restored_to_a_moment(server: Server) -> tuple[int, float]:
    """How many of a thousand rows are back that were deleted after the moment, and the seconds that it took."""
    archive, base, data = (server.folder / name for name in ("archive", "base", "data"))
    run_as_server(server, ["mkdir", "-m", "700", str(archive)])
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(SHIPPED.read_text("utf-8").replace(SHIPPED_FOLDER, str(archive)))
    server.stop()
    server.start()
    copy = ["-h", str(server.folder), "-U", SUPERUSER, "-D", str(base), "--checkpoint=fast", "--wal-method=none"]
    run_as_server(server, [_newest("pg_basebackup"), *copy])
    moment = _write_and_delete(server)
    server.stop()
    begun = time.monotonic()
    for command in (["mv", str(data), str(server.folder / "lost")], ["mv", str(base), str(data)]):
        run_as_server(server, command)
    run_as_server(server, ["/usr/bin/touch", str(data / "recovery.signal")])
    with (data / "postgresql.auto.conf").open("a", encoding="utf-8") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\n")
        settings.write(f"recovery_target_time = '{moment.isoformat()}'\nrecovery_target_action = 'promote'\n")
    server.start()
    with psycopg.connect(server.conninfo()) as connection:
        return _one(connection, "SELECT count(*) FROM kept"), time.monotonic() - begun


def _write_and_delete(server: Server) -> datetime:
    """The moment between writing and a mistake; returns once the archive has both."""
    with psycopg.connect(server.conninfo(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (number int)")
        connection.execute("INSERT INTO kept SELECT generate_series(1, %s)", (ROWS,))
        moment: datetime = _one(connection, "SELECT clock_timestamp()")
        connection.execute("SELECT pg_sleep(0.05)")
        connection.execute("DELETE FROM kept")
        written = _one(connection, "SELECT pg_walfile_name(pg_switch_wal())")
        while (_one(connection, "SELECT last_archived_wal FROM pg_stat_archiver") or "") < written:
            time.sleep(LOOK_EVERY_SECONDS)
    return moment


def _one(connection: psycopg.Connection, query: str) -> Any:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


def _newest(name: str) -> str:
    found = sorted(DEBIAN_VERSIONS.glob(f"*/bin/{name}"), key=lambda path: int(path.parts[-3]))
    return str(found[-1])
