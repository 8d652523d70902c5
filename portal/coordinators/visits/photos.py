"""Where photographs of visits lie: cleaned, outside the web root, apart from made documents."""

from datetime import datetime, timedelta

from portal.coordinators.visits.queries import kept_photo_names
from portal.documents.files import FileStore
from portal.documents.images import CleanPhoto
from portal.documents.kept import KeptFiles
from portal.extensions import current_settings

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, str]:
    return dict.fromkeys(kept_photo_names(), "")


PHOTOS = KeptFiles("photos", _named)


def photo_store() -> FileStore:
    return PHOTOS.store(current_settings())


def store_photo(photo: CleanPhoto) -> str:
    """The name that `photo` has in the store."""
    return photo_store().store(photo.data, suffix=".jpg").name


def sweep_photos(now: datetime) -> int:
    """Remove files that no visit names any more; tell how many."""
    return photo_store().sweep(kept_photo_names(), before=now - ORPHAN_AGE)
