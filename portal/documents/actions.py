"""Makes each document once: the same inputs give the file that is kept already."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from portal.core.ids import new_id
from portal.db.transaction import own_transaction
from portal.documents.files import FileStore
from portal.documents.kept import KeptFiles, Named
from portal.documents.models import StoredDocument
from portal.documents.queries import Subject, kept_document, kept_files
from portal.documents.sealing import SealedFile
from portal.extensions import current_settings, db

PDF = "application/pdf"
SUFFIXES = {PDF: ".pdf", "text/calendar": ".ics"}
ORPHAN_AGE = timedelta(days=1)
"""Older than any transaction that may still be about to name the file."""


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A document that was made and sealed, to be kept."""

    file: SealedFile
    media_type: str


def _named() -> dict[str, Named]:
    return {name: Named(*of) for name, of in kept_files(db.session).items()}


DOCUMENTS = KeptFiles("documents", _named)


def document_store() -> FileStore:
    """Where made documents lie."""
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

    For reading requests only. When two ask at once, both get the same document.
    """
    found = kept_document(db.session, kind, subject, digest)
    if found is not None:
        return found
    made = made_document(make(), media_type)
    try:
        with own_transaction() as session:
            return _detached(session, _added(session, kind, subject, digest, made, now))
    except IntegrityError:
        with own_transaction() as session:
            document_store().remove(made.file.name, session)
            first = kept_document(session, kind, subject, digest)
            if first is None:
                raise
            return _detached(session, first)


def made_document(data: bytes, media_type: str = PDF) -> MadeDocument:
    """`data` sealed, before the transaction that keeps it."""
    return MadeDocument(document_store().seal(data, suffix=SUFFIXES[media_type], owner=new_id()), media_type)


def keep_document(kind: str, subject: Subject, digest: str, made: MadeDocument, *, now: datetime) -> StoredDocument:
    """The kept document, or `made`, within the transaction of the caller; rolled back, an orphan is swept."""
    found = kept_document(db.session, kind, subject, digest)
    return found or _added(db.session, kind, subject, digest, made, now)


def sweep_orphans(now: datetime) -> int:
    """Remove the files that no document names, and tell how many."""
    with own_transaction() as session:
        return document_store().sweep(kept_files(session), session, before=now - ORPHAN_AGE)


def _added(
    session: Session, kind: str, subject: Subject, digest: str, made: MadeDocument, now: datetime
) -> StoredDocument:
    file = made.file
    document_store().put(file, session)
    document = StoredDocument(
        id=file.owner,
        kind=kind,
        subject_kind=subject[0],
        subject_id=subject[1],
        digest=digest,
        file_name=file.name,
        sha256=file.sha256,
        size=file.size,
        media_type=made.media_type,
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
