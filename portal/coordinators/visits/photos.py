"""Where photographs of visits lie: cleaned and sealed, apart from made documents."""

from datetime import datetime, timedelta

from portal.coordinators.visits.queries import kept_photos
from portal.core.ids import new_id
from portal.documents.files import FileStore
from portal.documents.images import CleanPhoto
from portal.documents.kept import KeptFiles, Named
from portal.documents.sealing import SealedFile
from portal.extensions import current_settings, db

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, Named]:
    return {name: Named(photo_id) for name, photo_id in kept_photos().items()}


PHOTOS = KeptFiles("photos", _named)


def photo_store() -> FileStore:
    return PHOTOS.store(current_settings())


def sealed_photo(photo: CleanPhoto) -> SealedFile:
    """`photo` for a row of its own, before the transaction that keeps it."""
    return photo_store().seal(photo.data, suffix=".jpg", owner=new_id())


def sweep_photos(now: datetime) -> int:
    """Remove files that no visit names any more; tell how many."""
    return photo_store().sweep(kept_photos(), db.session, before=now - ORPHAN_AGE)
