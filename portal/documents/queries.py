"""Which documents are kept already."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.documents.models import StoredDocument

Subject = tuple[str, UUID]
"""The kind and the id of the thing that a document is about."""


def kept_document(session: Session, kind: str, subject: Subject, digest: str) -> StoredDocument | None:
    """The document made from the same inputs before."""
    statement = select(StoredDocument).filter_by(
        kind=kind, subject_kind=subject[0], subject_id=subject[1], digest=digest
    )
    return session.scalars(statement).one_or_none()


def kept_file_names(session: Session) -> set[str]:
    """The names in the file store that some document still needs."""
    return set(session.scalars(select(StoredDocument.file_name)))
