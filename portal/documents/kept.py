"""Which files the rows of the database name: what a back-up takes along, and what must be there."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from portal.config import Settings
from portal.core.sockets import Socket, Takes
from portal.documents.files import FileStore


@dataclass(frozen=True)
class KeptFiles:
    """The files of one folder of `PORTAL_VAR_DIR`.

    `named` gives the names that rows need, each with the digest that its content must have, "" where no row knows it.
    """

    folder: str
    named: Callable[[], Mapping[str, str]]

    def store(self, settings: Settings) -> FileStore:
        return FileStore(settings.var_dir / self.folder)


KEPT_FILES: Socket[KeptFiles] = Socket("files by their folder", Takes.ONE)
