"""Files in the database: each piece is a row, so that machines which share nothing else have the same files."""

from collections.abc import Container, Iterable
from datetime import datetime

from sqlalchemy import Engine, delete, func, insert, select
from sqlalchemy.orm import Session

from portal.core import clock
from portal.db.inserting import table_of
from portal.documents.models import FilePiece
from portal.documents.sealing import HEAD_BYTES, Lying

_PIECE = table_of(FilePiece)


class LyingRows:
    """A file of the database; each piece is asked for by itself, whatever became of the request meanwhile."""

    def __init__(self, engine: Engine, folder: str, name: str, *, head: bytes, size: int) -> None:
        self.head, self.size = head, size
        self._engine = engine
        self._of_file = (_PIECE.c.folder == folder, _PIECE.c.name == name)

    def piece(self, number: int, length: int) -> bytes:  # noqa: ARG002 a row holds just so much
        with self._engine.connect() as connection:
            found = connection.scalar(select(_PIECE.c.sealed).where(*self._of_file, _PIECE.c.number == number))
        return bytes(found or b"")

    def close(self) -> None:
        """Nothing is held."""


class DatabasePlace:
    """The pieces of the files of one kind."""

    def __init__(self, engine: Engine, folder: str) -> None:
        self.folder = folder
        self._engine = engine

    def put(self, name: str, pieces: Iterable[bytes], session: Session) -> None:
        """In the transaction of `session`, with the row that names the file."""
        self.remove(name, session)
        now = clock.now()
        rows = [
            {"folder": self.folder, "name": name, "number": number, "kept_at": now, "sealed": sealed}
            for number, sealed in enumerate(pieces)
        ]
        session.connection().execute(insert(_PIECE), rows)

    def find(self, name: str) -> Lying | None:
        head = func.substr(_PIECE.c.sealed, 1, HEAD_BYTES)
        asked = select(_PIECE.c.number, func.length(_PIECE.c.sealed), head).where(
            _PIECE.c.folder == self.folder, _PIECE.c.name == name
        )
        with self._engine.connect() as connection:
            rows = connection.execute(asked.order_by(_PIECE.c.number)).all()
        if not rows:
            return None
        size = sum(length for _number, length, _head in rows)
        return LyingRows(self._engine, self.folder, name, head=bytes(rows[0][2]), size=size)

    def remove(self, name: str, session: Session) -> None:
        gone = delete(_PIECE).where(_PIECE.c.folder == self.folder, _PIECE.c.name == name)
        session.connection().execute(gone)

    def sweep(self, kept: Container[str], before: datetime, session: Session) -> int:
        old = select(_PIECE.c.name).where(_PIECE.c.folder == self.folder, _PIECE.c.number == 0)
        names = session.connection().scalars(old.where(_PIECE.c.kept_at < before)).all()
        orphans = [name for name in names if name not in kept]
        for name in orphans:
            self.remove(name, session)
        return len(orphans)
