"""Where photographs of workers lie: cleaned and sealed."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.documents.files import FileStore
from portal.documents.images import CleanPhoto
from portal.documents.kept import KeptFiles, Named
from portal.documents.sealing import SealedFile
from portal.extensions import current_settings, db
from portal.workforce.workers.queries import kept_photos

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, Named]:
    return {name: Named(worker_id) for name, worker_id in kept_photos().items()}


PHOTOS = KeptFiles("workers", _named)


def worker_store() -> FileStore:
    return PHOTOS.store(current_settings())


def sealed_photo(photo: CleanPhoto, worker_id: UUID) -> SealedFile:
    """`photo` for a worker, before the transaction that keeps it."""
    return worker_store().seal(photo.data, suffix=".jpg", owner=worker_id)


def sweep_photos(now: datetime) -> int:
    """Remove files that no worker names any more; tell how many."""
    return worker_store().sweep(kept_photos(), db.session, before=now - ORPHAN_AGE)
