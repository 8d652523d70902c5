"""What lies inside a back-up, one after the other: the database, the files, and last the manifest that names them."""

import io
import os
import re
import shutil
import tarfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from pyrage.x25519 import Identity, Recipient

from portal.backups.manifest import DATABASE, NAME, Hashed, Kept, Manifest, differences, read_manifest
from portal.backups.sealing import DAMAGED, FOREIGN, sealed, unseal
from portal.core.errors import DomainError

_INSIDE = re.compile(rf"{re.escape(NAME)}|{DATABASE}|[a-z]+/[0-9a-f]{{2}}/[0-9a-f]{{32}}\.[a-z0-9]{{2,5}}")

Take = Callable[[str, IO[bytes]], None]
"""Reads one file of the back-up to its end."""


class Packing:
    """Takes files in and remembers what each was."""

    def __init__(self, tar: tarfile.TarFile, made_at: datetime) -> None:
        self.files: list[Kept] = []
        self._tar = tar
        self._made_at = int(made_at.timestamp())

    def add(self, path: str, source: Path) -> None:
        """Raises `FileNotFoundError` before anything of it was taken."""
        with source.open("rb") as file:
            hashed = Hashed(file)
            self._tar.addfile(self._entry(path, os.fstat(file.fileno()).st_size), cast(IO[bytes], hashed))
        self.files.append(hashed.kept(path))

    def close(self, manifest: Manifest) -> None:
        data = manifest.written()
        self._tar.addfile(self._entry(NAME, len(data)), io.BytesIO(data))

    def _entry(self, path: str, size: int) -> tarfile.TarInfo:
        entry = tarfile.TarInfo(path)
        entry.size, entry.mode, entry.mtime = size, 0o600, self._made_at
        return entry


@contextmanager
def packing(target: Path, recipients: Sequence[Recipient], made_at: datetime) -> Iterator[Packing]:
    """A new back-up at `target`; a failure leaves none."""
    with sealed(target, recipients) as plain, tarfile.open(fileobj=plain, mode="w|") as tar:
        yield Packing(tar, made_at)


def unpack(source: Path, identity: Identity, folder: Path) -> Manifest:
    """Write everything into `folder`, which is the caller's to remove; raises `DomainError` unless it was whole."""

    def write(path: str, file: IO[bytes]) -> None:
        target = folder / path
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with target.open("xb") as written:
            target.chmod(0o600)
            shutil.copyfileobj(file, written)

    return _read(source, identity, write)


def look_through(source: Path, identity: Identity) -> Manifest:
    """The manifest of a back-up that was read to its end and is whole; raises `DomainError`."""

    def pass_over(_path: str, file: IO[bytes]) -> None:
        while file.read(io.DEFAULT_BUFFER_SIZE):
            pass

    return _read(source, identity, pass_over)


def _read(source: Path, identity: Identity, take: Take) -> Manifest:
    found: dict[str, Kept] = {}
    listed: list[Manifest] = []

    def walk(plain: BinaryIO) -> None:
        with tarfile.open(fileobj=plain, mode="r|") as tar:
            for entry in tar:
                file = tar.extractfile(entry)
                if file is None or not _INSIDE.fullmatch(entry.name):
                    raise DomainError(FOREIGN, path=source.name)
                if entry.name == NAME:
                    listed.append(read_manifest(file.read()))
                else:
                    hashed = Hashed(file)
                    take(entry.name, cast(IO[bytes], hashed))
                    found[entry.name] = hashed.kept(entry.name)
        while plain.read(io.DEFAULT_BUFFER_SIZE):
            pass

    unseal(source, identity, walk)
    if len(listed) != 1:
        raise DomainError(FOREIGN, path=source.name)
    if any(differences(listed[0], found)):
        raise DomainError(DAMAGED, path=source.name)
    return listed[0]
