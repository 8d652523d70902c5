"""The file store: files lie sealed under names of its own making, in the place that is set; each place is read."""

import hashlib
import re
from collections.abc import Container, Iterator, Sequence
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.db.keyring import Keyring
from portal.db.transaction import refuse_slow_work
from portal.documents.sealing import Belonging, Lying, OpenedFile, SealedFile, seal_pieces

_NAME = re.compile(r"[0-9a-f]{32}\.[a-z0-9]{2,5}")
_SUFFIX = re.compile(r"\.[a-z0-9]{2,5}")
MISSING = N_("보관된 파일이 없습니다. 사무국에 알려 주십시오.")


class Place(Protocol):
    """Where the files of one kind lie."""

    def put(self, name: str, pieces: Sequence[bytes], session: Session) -> None: ...

    def find(self, name: str) -> Lying | None: ...

    def remove(self, name: str, session: Session) -> None: ...

    def sweep(self, kept: Container[str], before: datetime, session: Session) -> int: ...


class FileStore:
    """The files of one kind; the first of its places takes new ones."""

    def __init__(self, folder: str, places: Sequence[Place], keys: Keyring) -> None:
        self.folder = folder
        self.places = places
        self.keys = keys

    def seal(self, data: bytes, *, suffix: str, owner: UUID) -> SealedFile:
        """A file for the row `owner`, under a new name. `suffix` is such as ".pdf".

        It takes long: to be done before the transaction that keeps the row and puts the file away.
        """
        refuse_slow_work()
        if not _SUFFIX.fullmatch(suffix):
            raise ValueError(f"not a suffix: {suffix!r}")
        name = f"{uuid4().hex}{suffix}"
        pieces = seal_pieces(self.keys, data, Belonging(self.folder, name, owner))
        return SealedFile(owner, name, hashlib.sha256(data).hexdigest(), len(data), tuple(pieces))

    def put(self, file: SealedFile, session: Session) -> None:
        """Keep `file`; once the transaction of `session` is committed it survives a power cut."""
        self.places[0].put(file.name, file.pieces, session)

    def open_stored(self, name: str, owner: UUID) -> OpenedFile:
        """The file for reading; raises `NotFound` where it is missing, `NotOpened` where it is not what was put."""
        refuse_slow_work()
        return OpenedFile(self.lying(name), self.keys, Belonging(self.folder, name, owner))

    def lying(self, name: str) -> Lying:
        """The file as it lies; raises `NotFound` where it is missing, `ValueError` for a name of nobody's making."""
        if not _NAME.fullmatch(name):
            raise ValueError(f"not a stored name: {name!r}")
        found = next(self._found(name), None)
        if found is None:
            raise NotFound(MISSING)
        return found

    def has(self, name: str) -> bool:
        found = next(self._found(name), None)
        if found is not None:
            found.close()
        return found is not None

    def remove(self, name: str, session: Session) -> None:
        """Take the file away for good; one that is gone already is no error."""
        for place in self.places:
            place.remove(name, session)

    def sweep(self, kept: Container[str], session: Session, *, before: datetime) -> int:
        """Remove what was put before `before` and is not `kept`, wherever it lies; tell how many."""
        return sum(place.sweep(kept, before, session) for place in self.places)

    def _found(self, name: str) -> Iterator[Lying]:
        for place in self.places:
            lying = place.find(name)
            if lying is not None:
                yield lying
