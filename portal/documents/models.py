"""The table of documents that were made once and are handed out again."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.keeping import Purpose, Retention
from portal.core.messages import N_
from portal.db.base import Base, Identified
from portal.db.constraints import register
from portal.db.kept import PLAIN, Kept


class StoredDocument(Identified, Base):
    """A file made from what `digest` names, about the thing (`subject_kind`, `subject_id`) of a higher layer."""

    __tablename__ = "stored_document"
    __kept__ = Kept(N_("만든 문서"), Purpose.CARE, Retention.CASE, course=("size",))
    __table_args__ = (
        UniqueConstraint("kind", "subject_kind", "subject_id", "digest", name="uq_stored_document_version"),
    )

    kind: Mapped[str] = mapped_column(String(32), info=PLAIN)
    subject_kind: Mapped[str] = mapped_column(String(32), info=PLAIN)
    subject_id: Mapped[UUID]
    digest: Mapped[str] = mapped_column(String(64), info=PLAIN)
    file_name: Mapped[str] = mapped_column(String(40), info=PLAIN)
    sha256: Mapped[str] = mapped_column(String(64), info=PLAIN)
    size: Mapped[int]
    media_type: Mapped[str] = mapped_column(String(100), info=PLAIN)
    created_at: Mapped[datetime]


class FilePiece(Identified, Base):
    """A piece of a file that lies in the database, sealed; the row that names the file says what it is."""

    __tablename__ = "file_piece"
    __kept__ = Kept(N_("보관한 파일"), Purpose.CARE, Retention.CASE, plain=True)
    __table_args__ = (UniqueConstraint("folder", "name", "number", name="uq_file_piece_place"),)

    folder: Mapped[str] = mapped_column(String(32))
    name: Mapped[str] = mapped_column(String(40))
    number: Mapped[int]
    kept_at: Mapped[datetime]
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


register(
    "uq_stored_document_version",
    N_("같은 문서를 다른 사람이 먼저 만들었습니다. 다시 열어 주십시오."),
    columns="stored_document.kind, stored_document.subject_kind, stored_document.subject_id, stored_document.digest",
)
