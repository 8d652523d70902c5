"""What a back-up says of itself: when it was made, of which database, and every file with its size and digest."""

import hashlib
from collections.abc import Mapping
from typing import IO, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from portal.core.errors import DomainError
from portal.core.messages import N_

NAME = "manifest.json"
DATABASE = "database"
UNREADABLE = N_("백업의 목록을 읽을 수 없습니다. 다른 판의 포털이 만든 백업입니다.")


class Kept(BaseModel):
    """One file of the back-up as it was when it was copied."""

    model_config = ConfigDict(frozen=True)

    path: str
    size: int
    sha256: str


class Manifest(BaseModel):
    """`keys` are fingerprints, never keys; `audit_digest` is the newest seal's, "" before the first."""

    model_config = ConfigDict(frozen=True)

    form: Literal[1] = 1
    made_at: AwareDatetime
    database: Literal["sqlite", "postgresql"]
    migration: str
    keys: dict[str, str]
    audit_digest: str
    files: tuple[Kept, ...]

    def written(self) -> bytes:
        return self.model_dump_json(indent=1).encode()


def read_manifest(data: bytes) -> Manifest:
    """Raises `DomainError`."""
    try:
        return Manifest.model_validate_json(data)
    except ValidationError:
        raise DomainError(UNREADABLE) from None


def differences(manifest: Manifest, found: Mapping[str, Kept]) -> tuple[list[str], list[str]]:
    """(paths that are missing or too many, paths that changed)."""
    listed = {kept.path: kept for kept in manifest.files}
    return (
        sorted(listed.keys() ^ found.keys()),
        sorted(path for path in listed.keys() & found.keys() if listed[path] != found[path]),
    )


class Hashed:
    """Reads on from `file` and knows what it has read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._digest = hashlib.sha256()
        self._size = 0

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._digest.update(data)
        self._size += len(data)
        return data

    def kept(self, path: str) -> Kept:
        return Kept(path=path, size=self._size, sha256=self._digest.hexdigest())
