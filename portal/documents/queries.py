"""Which documents are kept already."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from portal.documents.models import StoredDocument

Subject = tuple[str, UUID]
"""The kind and the id of the thing that a document is about."""

_VERSION = select(StoredDocument).filter_by(
    **{name: bindparam(name) for name in ("kind", "subject_kind", "subject_id", "digest")}
)
"""One version of a document, built once: it is asked for by every request for a document."""


def kept_document(session: Session, kind: str, subject: Subject, digest: str) -> StoredDocument | None:
    """The document made from the same inputs before."""
    version = {"kind": kind, "subject_kind": subject[0], "subject_id": subject[1], "digest": digest}
    return session.scalars(_VERSION, version).one_or_none()


def kept_files(session: Session) -> dict[str, tuple[UUID, str]]:
    """The names in the file store that some document still needs, with its id and the digest of its content."""
    files = session.execute(select(StoredDocument.file_name, StoredDocument.id, StoredDocument.sha256))
    return {name: (document_id, digest) for name, document_id, digest in files}
