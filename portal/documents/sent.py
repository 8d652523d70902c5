"""A file that somebody adds to what they write, sealed for the row that will name it."""

from uuid import UUID

from portal.documents.files import FileStore
from portal.documents.images import clean_photo
from portal.documents.received import JPEG, PNG, kind_of_file
from portal.documents.sealing import SealedFile

Sent = tuple[SealedFile, str]
"""A sealed file, and its media type."""


def seal_sent(store: FileStore, data: bytes, owner: UUID, *, field: str) -> Sent:
    """What was sent, for the row `owner`; before the transaction that keeps it.

    A photograph is made anew as JPEG, without place, time and camera. Raises `DomainError` beside `field` for what is
    not taken.
    """
    kind = kind_of_file(data, field=field)
    if kind in (JPEG, PNG):
        kind, data = JPEG, clean_photo(data, field=field).data
    return store.seal(data, suffix=kind.suffix, owner=owner), kind.media_type
