"""Keeps the database file, and the folder of everything that the portal writes, for their owner alone."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from sqlalchemy import make_url

BESIDE = ("", "-wal", "-shm", "-journal")


def keep_folder(folder: Path) -> None:
    """Make `folder` or mend it so that only its owner opens it; one that many share, as /tmp is, stays as it is."""
    folder.mkdir(parents=True, mode=0o700, exist_ok=True)
    if _is_ours(folder) and not folder.stat().st_mode & stat.S_ISVTX:
        folder.chmod(0o700)


def keep_database_file(url: str) -> None:
    """Make or mend the file of a SQLite database, and what SQLite keeps beside it, before anybody connects."""
    place = make_url(url)
    if place.get_backend_name() != "sqlite" or not place.database or place.database.startswith((":", "file:")):
        return
    with suppress(FileNotFoundError, PermissionError):  # which connecting tells in its own words
        os.close(os.open(place.database, os.O_RDWR | os.O_CREAT, 0o600))
    for path in (Path(f"{place.database}{ending}") for ending in BESIDE):
        if path.is_file() and _is_ours(path):
            path.chmod(0o600)


def is_private(folder: Path) -> bool:
    """Whether nobody but the owner opens it."""
    return not folder.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)


def _is_ours(path: Path) -> bool:
    return path.stat().st_uid == os.geteuid()
