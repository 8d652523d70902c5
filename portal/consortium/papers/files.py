"""Where the papers of meetings lie."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.consortium.papers.queries import kept_papers
from portal.documents.files import FileStore
from portal.documents.kept import KeptFiles, Named
from portal.documents.sent import Sent, seal_sent
from portal.extensions import current_settings, db

ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, Named]:
    return {name: Named(*of) for name, of in kept_papers(db.session).items()}


FILES = KeptFiles("meetings", _named)


def paper_store() -> FileStore:
    return FILES.store(current_settings())


def sealed_paper(data: bytes, owner: UUID, *, field: str) -> Sent:
    """As `seal_sent` says."""
    return seal_sent(paper_store(), data, owner, field=field)


def sweep_files(now: datetime) -> int:
    """Remove files that no meeting has any more; tell how many."""
    return paper_store().sweep(kept_papers(db.session), db.session, before=now - ORPHAN_AGE)
