"""Where photographs of letters lie: cleaned, outside the web root."""

from datetime import datetime, timedelta

from portal.coordinators.letters.queries import kept_photo_names
from portal.documents.files import FileStore
from portal.documents.images import CleanPhoto
from portal.documents.kept import KeptFiles
from portal.extensions import current_settings

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, str]:
    return dict.fromkeys(kept_photo_names(), "")


PHOTOS = KeptFiles("letters", _named)


def letter_store() -> FileStore:
    return PHOTOS.store(current_settings())


def store_photo(photo: CleanPhoto) -> str:
    """The name that `photo` has in the store."""
    return letter_store().store(photo.data, suffix=".jpg").name


def sweep_photos(now: datetime) -> int:
    """Remove files that no letter names; tell how many."""
    return letter_store().sweep(kept_photo_names(), before=now - ORPHAN_AGE)
