"""How a file lies sealed: in pieces, each bound to the row that names the file, to its name and to its place in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self
from uuid import UUID

from portal.db.keyring import SEALING_BYTES, Keyring, NotOpened
from portal.db.transaction import refuse_slow_work

PIECE_BYTES = 256 * 1024
"""How much of a file is in memory while it is handed out."""

HEAD_BYTES = 8
"""So much of its beginning tells which key sealed a file."""

_KEY = re.compile(rb"(\d{1,6})\.")


@dataclass(frozen=True, slots=True)
class Belonging:
    """Whose a file is: `owner` is the id of the row that names it, in the folder of its kind."""

    folder: str
    name: str
    owner: UUID

    @property
    def place(self) -> str:
        return f"file.{self.folder}"

    def piece(self, number: int, count: int) -> str:
        return f"{self.owner.hex} {self.name} {number} of {count}"


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file that is ready to be put away; `sha256`, in hexadecimal, and `size` are of what was sealed."""

    owner: UUID
    name: str
    sha256: str
    size: int
    pieces: tuple[bytes, ...]


class Lying(Protocol):
    """A file as it lies in its place, sealed or not, until it is closed."""

    head: bytes
    size: int

    def piece(self, number: int, length: int) -> bytes:
        """`length` bytes at `number` times that; fewer at the end."""

    def close(self) -> None: ...


def seal_pieces(keys: Keyring, data: bytes, belonging: Belonging) -> Iterator[bytes]:
    """Never in a transaction that others wait for, which raises `SlowWork`."""
    refuse_slow_work()
    count = max(1, -(-len(data) // PIECE_BYTES))
    for number in range(count):
        part = data[number * PIECE_BYTES : (number + 1) * PIECE_BYTES]
        yield keys.seal_bytes(part, belonging.place, belonging.piece(number, count))


def key_of(head: bytes) -> int | None:
    """The number of the key that sealed a file; None where it lies in the clear."""
    found = _KEY.match(head)
    return int(found[1]) if found else None


class OpenedFile:
    """What was sealed, a piece at a time; `size` is known at once. Raises `NotOpened` where it was changed or moved."""

    def __init__(self, lying: Lying, keys: Keyring, belonging: Belonging) -> None:
        key = _KEY.match(lying.head)
        if key is None:
            lying.close()
            raise NotOpened(f"{belonging.folder}/{belonging.name} lies in the clear")
        self.size = lying.size
        self._lying, self._keys, self._belonging = lying, keys, belonging
        self._length = len(key[0]) + SEALING_BYTES + PIECE_BYTES
        self._count = -(-lying.size // self._length)
        self.size -= self._count * (len(key[0]) + SEALING_BYTES)
        self._first: bytes | None = None

    def look(self) -> None:
        """Open the first piece, so that what cannot be opened is told before anything was handed out."""
        try:
            self._first = self._opened(0)
        except NotOpened:
            self.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        """Closes the file at the end: whoever reads a part of an answer closes nothing else."""
        try:
            for number in range(self._count):
                yield self._first if number == 0 and self._first is not None else self._opened(number)
        finally:
            self.close()

    def read(self) -> bytes:
        return b"".join(self)

    def close(self) -> None:
        self._lying.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self, number: int) -> bytes:
        refuse_slow_work()
        sealed = self._lying.piece(number, self._length)
        return self._keys.open_bytes(sealed, self._belonging.place, self._belonging.piece(number, self._count))
