"""Whether a failure says that the database cannot do its work just now, and whether it can."""

import errno
import os
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from portal.core import clock
from portal.db.engine import writing
from portal.db.inserting import insert_into, table_of
from portal.db.job_runs import JobRun

_READ_ONLY = "25006"
_SQLSTATES = ("08", "53", "57", "58")
"""Classes of PostgreSQL: no connection, no room, stopped by somebody, a failure of its machine."""
_SQLITE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_BUSY", "SQLITE_PROTOCOL")
_FILES = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG, errno.EIO})
_CAUSES = 8

MARK = "portal.ready"
BYTES = 64 * 1024


def is_away(error: BaseException) -> bool:
    """Whether `error`, or what caused it, passes by itself once database and disk are well again."""
    found: BaseException | None = error
    for _ in range(_CAUSES):
        if found is None:
            return False
        if _is_one(found):
            return True
        found = found.__cause__ or found.__context__
    return False


def _is_one(error: BaseException) -> bool:
    if isinstance(error, NoConnectionFree):
        return True
    if isinstance(error, OSError):
        return error.errno in _FILES
    if not isinstance(error, DBAPIError):
        return False
    name = str(getattr(error.orig, "sqlite_errorname", ""))
    if name:
        return name.startswith(_SQLITE)
    state = getattr(error.orig, "sqlstate", None)
    if state is None:
        return error.connection_invalidated or isinstance(error, OperationalError)
    return str(state).startswith((_READ_ONLY, *_SQLSTATES))


def connect_anew(engine: Engine, error: BaseException) -> None:
    """After a failure of the server no connection is used again: they broke with it, or lead to one that only reads.

    Those of SQLite stay: on a full disk they still read, and a new one could not be opened.
    """
    if isinstance(error, DBAPIError) and engine.dialect.name != "sqlite":
        engine.dispose()


def check_writing(engine: Engine, folder: Path) -> None:
    """Write into the database and into `folder`; raises what `is_away` knows where one of them takes nothing."""
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(BYTES))
        file.flush()
        os.fsync(file.fileno())
    table, now = table_of(JobRun), clock.now()
    row: Any = insert_into(table, engine.dialect.name).values(name=MARK, started_at=now, last_error="")
    with writing(), engine.begin() as connection:
        connection.execute(row.on_conflict_do_update(index_elements=[table.c.name], set_={"started_at": now}))
