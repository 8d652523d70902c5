"""A SQLite database in a back-up."""

import shutil
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, create_engine, make_url
from sqlalchemy.pool import NullPool

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.engine import BUSY_MILLISECONDS, sqlite_module
from portal.db.files import BESIDE
from portal.documents.folders import sync_folder

BROKEN = N_("백업 안의 데이터베이스가 온전하지 않습니다: %(what)s")


class SqliteDatabase:
    kind = "sqlite"

    def __init__(self, url: str) -> None:
        self.file = Path(make_url(url).database or "")

    def copy_into(self, target: Path) -> None:
        """By `VACUUM INTO`: the stepped back-up never ends under writes."""
        with closing(self._connect(self.file)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))

    def is_empty(self) -> bool:
        if not self.file.is_file():
            return True
        with closing(self._connect(self.file)) as connection:
            return bool(connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,))

    def fill(self, source: Path, then: Sequence[Executable]) -> None:
        """`source` is changed and moved to where the database belongs: one rename makes it the database."""
        self._check(source)
        engine = create_engine(f"sqlite:///{source}", module=sqlite_module(), poolclass=NullPool)
        with engine.begin() as connection:
            for statement in then:
                connection.execute(statement)
        for ending in BESIDE[1:]:
            Path(f"{self.file}{ending}").unlink(missing_ok=True)
        beside = self.file.with_name(f".{self.file.name}.restored")
        shutil.move(source, beside)
        beside.chmod(0o600)
        beside.replace(self.file)
        sync_folder(self.file.parent)

    def _check(self, source: Path) -> None:
        with closing(self._connect(source)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            loose = connection.execute("PRAGMA foreign_key_check").fetchone()
        if found != "ok" or loose:
            raise DomainError(BROKEN, what=found if found != "ok" else loose[0])

    def _connect(self, file: Path) -> Any:
        return sqlite_module().connect(str(file), timeout=BUSY_MILLISECONDS / 1000, isolation_level=None)
