"""Where the papers of meetings lie."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.consortium.papers.queries import kept_papers
from portal.documents.files import FileStore
from portal.documents.images import clean_photo
from portal.documents.kept import KeptFiles, Named
from portal.documents.received import JPEG, PNG, kind_of_file
from portal.documents.sealing import SealedFile
from portal.extensions import current_settings, db

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""

Sent = tuple[SealedFile, str]
"""A file sealed for the row that will name it, and its media type."""


def _named() -> dict[str, Named]:
    return {name: Named(*of) for name, of in kept_papers(db.session).items()}


FILES = KeptFiles("meetings", _named)


def paper_store() -> FileStore:
    return FILES.store(current_settings())


def sealed_paper(data: bytes, owner: UUID, *, field: str) -> Sent:
    """What was sent, for the row `owner`; before the transaction that keeps it.

    A photograph is made anew as JPEG, without place, time and camera.
    """
    kind = kind_of_file(data, field=field)
    if kind in (JPEG, PNG):
        kind, data = JPEG, clean_photo(data, field=field).data
    return paper_store().seal(data, suffix=kind.suffix, owner=owner), kind.media_type


def sweep_files(now: datetime) -> int:
    """Remove files that no meeting has any more; tell how many."""
    return paper_store().sweep(kept_papers(db.session), db.session, before=now - ORPHAN_AGE)
