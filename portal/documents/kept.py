"""Which files the rows of the database name: what a back-up takes along, and what must be there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from portal.config import FilePlace, Settings
from portal.core.sockets import Socket, Takes
from portal.db.keyring import keyring
from portal.documents.files import FileStore
from portal.documents.folders import FolderPlace
from portal.documents.pieces import DatabasePlace
from portal.extensions import db


@dataclass(frozen=True, slots=True)
class Named:
    """The row that needs a file, and the digest that its content must have, "" where no row knows it."""

    owner: UUID
    sha256: str = ""


@dataclass(frozen=True)
class KeptFiles:
    """The files of one kind, in a folder of that name; `named` gives the names that rows need."""

    folder: str
    named: Callable[[], Mapping[str, Named]]

    def store(self, settings: Settings) -> FileStore:
        """What is kept goes where `PORTAL_FILE_PLACE` says, and is found in the other place as well."""
        places = (self.folder_place(settings), DatabasePlace(db.engine, self.folder))
        in_database = settings.file_place is FilePlace.DATABASE
        return FileStore(self.folder, places[::-1] if in_database else places, keyring())

    def folder_place(self, settings: Settings) -> FolderPlace:
        return FolderPlace(settings.var_dir / self.folder)


KEPT_FILES: Socket[KeptFiles] = Socket("files by their folder", Takes.ONE)
