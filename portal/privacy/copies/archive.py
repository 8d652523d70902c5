"""The file of a person with their photographs: document, JSON and pictures in one ZIP."""

import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import IO

from portal.coordinators.letters.photos import PHOTOS as OF_LETTERS
from portal.coordinators.visits.photos import PHOTOS as OF_VISITS
from portal.core.clock import day_of
from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.db.keyring import NotOpened
from portal.documents.kept import KeptFiles
from portal.extensions import current_settings
from portal.privacy.copies.gathering import Gathered
from portal.web.words import gettext as _

PHOTOGRAPHS: Mapping[str, tuple[KeptFiles, str, str]] = {
    "visit_photo": (OF_VISITS, "file_name", "added_at"),
    "letter": (OF_LETTERS, "photo_name", "written_at"),
}
"""By the table: where the files lie, which column names them, and when they were added."""

OTHER_FILES: Mapping[str, str] = {
    "documents": "made of what the file of the person holds",
    "evidence": "names nobody in care",
    "manuals": "forms that nobody has filled in",
    "events": "what was shown at an open event",
    "meetings": "papers to be read before a meeting",
    "workers": "of whoever goes to households, nobody in care",
    "library": "published already; whoever appears in press agreed to be named there",
    "consulting": "what members were advised with; the page says that nobody in care stands in it",
}
"""Folders of kept files that hold no photograph of a person, with why."""

FOLDER = N_("사진")
NOT_OPENED = N_("보관된 파일을 열 수 없어 넣지 못한 사진")


def archive(gathered: Sequence[Gathered], files: Mapping[str, bytes]) -> IO[bytes]:
    """`files` by their names and every photograph, as a ZIP that is gone from the disk once it is closed."""
    made = tempfile.TemporaryFile(dir=current_settings().var_dir)  # noqa: SIM115 handed out, and closed by the answer
    lost = []
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, data in files.items():
            whole.writestr(name, data)
        for name, photograph in _photographs(gathered):
            if photograph is None:
                lost.append(name)
            else:
                whole.writestr(f"{_(FOLDER)}/{name}", photograph, zipfile.ZIP_STORED)
        if lost:
            whole.writestr(f"{_(FOLDER)}/{_(NOT_OPENED)}.txt", "\r\n".join(lost))
    made.seek(0)
    return made


def _photographs(gathered: Sequence[Gathered]) -> Iterator[tuple[str, bytes | None]]:
    """Each by its day and by the name that the JSON has; None in place of what cannot be opened."""
    for each in gathered:
        if each.table.name not in PHOTOGRAPHS:
            continue
        kept, named, added = PHOTOGRAPHS[each.table.name]
        store = kept.store(current_settings())
        for row in each.rows:
            if not row[named]:
                continue
            try:
                photograph = store.open_stored(row[named], row["id"]).read()
            except (NotFound, NotOpened):
                photograph = None
            yield _called(row[named], row[added]), photograph


def _called(name: str, added_at: datetime) -> str:
    return f"{day_of(added_at):%Y-%m-%d}-{name}"
