"""The database as a back-up sees it: copied while the portal runs, told whether it is empty, filled from a copy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from sqlalchemy import Executable

from portal.backups.postgresql import PostgresqlDatabase
from portal.backups.sqlite import SqliteDatabase
from portal.config import Settings


class Database(Protocol):
    kind: str

    def copy_into(self, target: Path) -> None:
        """Write one moment of everything into the empty file `target`, keeping nobody from writing."""

    def is_empty(self) -> bool:
        """Whether there is no table."""

    def fill(self, source: Path, then: Sequence[Executable]) -> None:
        """Take a copy over and do `then` with it; all of it or nothing."""


def database_of(settings: Settings) -> Database:
    url = settings.resolved_database_url
    return SqliteDatabase(url) if url.startswith("sqlite") else PostgresqlDatabase(url)
