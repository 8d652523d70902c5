"""Files that the office adds to something, each with a title and a row of its own: what such rows have in common."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from jinja2.filters import do_filesizeformat
from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.db.base import Identified
from portal.documents.files import FileStore
from portal.documents.kept import KeptFiles, Named
from portal.documents.sent import Sent, seal_sent
from portal.extensions import current_settings, db

MOST = 20
ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""
TOO_MANY = N_("자료를 %(most)d개까지 붙일 수 있습니다.")


class AddedFile(Identified):
    """Columns of a row that names a file; `size` in bytes."""

    title: Mapped[str] = mapped_column(String(120))
    file_name: Mapped[str] = mapped_column(String(40))
    media_type: Mapped[str] = mapped_column(String(100))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    added_at: Mapped[datetime]

    @property
    def suffix(self) -> str:
        """Without the dot."""
        return self.file_name.rpartition(".")[2]


def kind_and_size(added: AddedFile) -> str:
    """PDF · 12.3 kB"""
    return f"{added.suffix.upper()} · {do_filesizeformat(added.size)}"


def refuse_more(there: int) -> None:
    """Raise `DomainError` beside the file where `there` are as many as there may be."""
    if there >= MOST:
        raise DomainError(TOO_MANY, "file", most=MOST)


def of_sent(sent: Sent) -> Mapping[str, Any]:
    """What the row says of its file, its id among it."""
    file, media_type = sent
    return {
        "id": file.owner,
        "file_name": file.name,
        "media_type": media_type,
        "sha256": file.sha256,
        "size": file.size,
    }


class AddedFiles:
    """The files of the rows of one table, `AddedFile`s, in a folder of that name."""

    def __init__(self, folder: str, table: Any) -> None:
        self.table = table
        self.kept = KeptFiles(folder, self._named)

    def store(self) -> FileStore:
        return self.kept.store(current_settings())

    def seal(self, data: bytes, owner: UUID) -> Sent:
        """As `seal_sent` says."""
        return seal_sent(self.store(), data, owner, field="file")

    def sweep(self, now: datetime) -> int:
        """Remove files that no row names any more; tell how many."""
        return self.store().sweep(self._rows(), db.session, before=now - ORPHAN_AGE)

    def _rows(self) -> dict[str, tuple[UUID, str]]:
        named = select(self.table.file_name, self.table.id, self.table.sha256).where(self.table.file_name != "")
        return {name: (row_id, sha256) for name, row_id, sha256 in db.session.execute(named)}

    def _named(self) -> dict[str, Named]:
        return {name: Named(*of) for name, of in self._rows().items()}
