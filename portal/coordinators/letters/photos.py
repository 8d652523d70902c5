"""Where photographs of letters lie: cleaned and sealed."""

from datetime import datetime, timedelta

from portal.coordinators.letters.queries import kept_photos
from portal.core.ids import new_id
from portal.documents.files import FileStore
from portal.documents.images import CleanPhoto
from portal.documents.kept import KeptFiles, Named
from portal.documents.sealing import SealedFile
from portal.extensions import current_settings, db

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, Named]:
    return {name: Named(letter_id) for name, letter_id in kept_photos().items()}


PHOTOS = KeptFiles("letters", _named)


def letter_store() -> FileStore:
    return PHOTOS.store(current_settings())


def sealed_photo(photo: CleanPhoto) -> SealedFile:
    """`photo` for a letter that is yet to be written, before the transaction that keeps it."""
    return letter_store().seal(photo.data, suffix=".jpg", owner=new_id())


def sweep_photos(now: datetime) -> int:
    """Remove files that no letter names; tell how many."""
    return letter_store().sweep(kept_photos(), db.session, before=now - ORPHAN_AGE)
