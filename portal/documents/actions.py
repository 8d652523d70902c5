"""Makes each document once: the same inputs give the file that is kept already."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.db.transaction import own_transaction
from portal.documents.files import FileStore, StoredFile
from portal.documents.kept import KeptFiles
from portal.documents.models import StoredDocument
from portal.documents.queries import Subject, kept_digests, kept_document
from portal.extensions import current_settings, db

PDF = "application/pdf"
SUFFIXES = {PDF: ".pdf", "text/calendar": ".ics"}
ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


def _named() -> dict[str, str]:
    return kept_digests(db.session)


DOCUMENTS = KeptFiles("documents", _named)


def document_store() -> FileStore:
    """The folder of made documents, outside the web root."""
    return DOCUMENTS.store(current_settings())


def digest_of(*inputs: object) -> str:
    """The digest for `document_for`; `inputs` name all that the text depends on, such as id and time of closing.

    The layout is not among them: a document stays as it was issued.
    """
    digest = hashlib.sha256()
    for value in inputs:
        written = repr(value).encode()
        digest.update(len(written).to_bytes(8, "big") + written)
    return digest.hexdigest()


def document_for(
    kind: str, subject: Subject, digest: str, make: Callable[[], bytes], *, now: datetime, media_type: str = PDF
) -> StoredDocument:
    """The kept document, or the one that `make` gives now, kept in a transaction of its own.

    For reading requests only: in a changing request, which holds the write lock, call `keep_document`. When two ask at
    once, both get the same document.
    """
    found = kept_document(db.session, kind, subject, digest)
    if found is not None:
        return found
    file = document_store().store(make(), suffix=SUFFIXES[media_type])
    try:
        with own_transaction() as session:
            return _detached(session, _added(session, kind, subject, digest, file, media_type, now))
    except IntegrityError:
        document_store().remove(file.name)
        with own_transaction() as session:
            first = kept_document(session, kind, subject, digest)
            if first is None:
                raise
            return _detached(session, first)


def keep_document(
    kind: str, subject: Subject, digest: str, make: Callable[[], bytes], *, now: datetime, media_type: str = PDF
) -> StoredDocument:
    """The same within the transaction of a changing request; rolled back, it leaves an orphan that is swept."""
    found = kept_document(db.session, kind, subject, digest)
    if found is not None:
        return found
    file = document_store().store(make(), suffix=SUFFIXES[media_type])
    return _added(db.session, kind, subject, digest, file, media_type, now)


def sweep_orphans(now: datetime) -> int:
    """Remove the files that no document names, and tell how many."""
    with own_transaction() as session:
        kept = kept_digests(session)
    return document_store().sweep(kept, before=now - ORPHAN_AGE)


def _added(
    session: Session, kind: str, subject: Subject, digest: str, file: StoredFile, media_type: str, now: datetime
) -> StoredDocument:
    document = StoredDocument(
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        digest=digest,
        file_name=file.name,
        sha256=file.sha256,
        size=file.size,
        media_type=media_type,
        created_at=now,
    )
    session.add(document)
    session.flush()
    return document


def _detached(session: Session, document: StoredDocument) -> StoredDocument:
    """`document` with its values, usable after its session has ended."""
    session.refresh(document)
    session.expunge(document)
    return document
