"""Where the forms and attachments of manuals lie."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.documents.files import FileStore
from portal.documents.kept import KeptFiles, Named
from portal.documents.sent import Sent, seal_sent
from portal.extensions import current_settings, db
from portal.manuals.queries import kept_manual_files

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, Named]:
    return {name: Named(*of) for name, of in kept_manual_files(db.session).items()}


FILES = KeptFiles("manuals", _named)


def manual_store() -> FileStore:
    return FILES.store(current_settings())


def sealed_manual_file(data: bytes, owner: UUID, *, field: str) -> Sent:
    """As `seal_sent` says."""
    return seal_sent(manual_store(), data, owner, field=field)


def sweep_files(now: datetime) -> int:
    """Remove files that no edition has any more; tell how many."""
    return manual_store().sweep(kept_manual_files(db.session), db.session, before=now - ORPHAN_AGE)
