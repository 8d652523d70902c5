"""The file store: a folder outside the web root in which a named file is either whole or absent."""

import hashlib
import os
import re
import tempfile
from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from portal.core.errors import NotFound
from portal.core.messages import N_

_NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{2,5}")
_SUFFIX = re.compile(r"\.[a-z0-9]{2,5}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """`name` is what `open_stored` takes; `sha256` is of the bytes, in hexadecimal."""

    name: str
    sha256: str
    size: int


class FileStore:
    """Files under names of its own making, in 256 folders; readable by the portal's account only."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def store(self, data: bytes, *, suffix: str) -> StoredFile:
        """Keep `data`; when this returns, the file survives a power cut. `suffix` is such as ".pdf"."""
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"not a suffix: {suffix!r}")
        name = f"{uuid4().hex}{suffix}"
        shard = self._shard(name)
        _make_folder(self.folder)
        _make_folder(shard)
        descriptor, temporary = tempfile.mkstemp(prefix=".part-", dir=shard)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).rename(shard / name)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        sync_folder(shard)
        return StoredFile(name, hashlib.sha256(data).hexdigest(), len(data))

    def path_of(self, name: str) -> Path:
        """Where the file `name` lies; a name that this store did not make is refused."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a stored name: {name!r}")
        return self._shard(name) / name

    def stored(self, name: str) -> Path:
        """The path of the file that is there; raises `NotFound` where it is missing."""
        path = self.path_of(name)
        if not path.is_file():
            raise NotFound(N_("보관된 파일이 없습니다. 사무국에 알려 주십시오."))
        return path

    def open_stored(self, name: str) -> BinaryIO:
        """The file for reading; raises `NotFound` where it is missing."""
        return self.stored(name).open("rb")

    def remove(self, name: str) -> None:
        """Take the file away for good; one that is gone already is no error."""
        path = self.path_of(name)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            sync_folder(path.parent)

    def sweep(self, kept: Container[str], *, before: datetime) -> int:
        """Remove what was last written before `before` and is not `kept`, half-written files too; tell how many."""
        swept = 0
        for path in self.folder.glob("??/*"):
            if path.name not in kept and datetime.fromtimestamp(path.stat().st_mtime, UTC) < before:
                path.unlink()
                swept += 1
        return swept

    def _shard(self, name: str) -> Path:
        return self.folder / name[:2]


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
