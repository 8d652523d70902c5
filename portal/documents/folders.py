"""Files in a folder outside the web root, in which a named file is either whole or absent."""

import os
import tempfile
from collections.abc import Container, Iterable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from portal.documents.sealing import HEAD_BYTES, Lying


class LyingFile:
    """A file of the folder."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("rb")
        self.size = os.fstat(self._file.fileno()).st_size
        self.head = self._file.read(HEAD_BYTES)

    def piece(self, number: int, length: int) -> bytes:
        self._file.seek(number * length)
        return self._file.read(length)

    def close(self) -> None:
        self._file.close()


class FolderPlace:
    """In 256 folders, readable by the portal's account only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, name: str, pieces: Iterable[bytes], session: Session) -> None:  # noqa: ARG002
        """Write the file, or another in its place; when this returns it survives a power cut, whatever follows."""
        path = self.path_of(name)
        _make_folder(self.folder)
        _make_folder(path.parent)
        descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.writelines(pieces)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).rename(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_folder(path.parent)

    def find(self, name: str) -> Lying | None:
        try:
            return LyingFile(self.path_of(name))
        except FileNotFoundError:
            return None

    def remove(self, name: str, session: Session) -> None:  # noqa: ARG002
        """One that is gone already is no error."""
        path = self.path_of(name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)

    def sweep(self, kept: Container[str], before: datetime, session: Session) -> int:  # noqa: ARG002
        """Half-written files as well."""
        swept = 0
        for path in self.folder.glob("??/*"):
            if path.name not in kept and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                path.unlink()
                swept += 1
        return swept

    def path_of(self, name: str) -> Path:
        return self.folder / name[:2] / name


def _make_folder(folder: Path) -> None:
    """Make `folder` and its missing parents for the portal's account only, and have it written down in its parent."""
    if folder.is_dir():
        return
    folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    folder.mkdir(mode=0o700, exist_ok=True)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
