"""How a kept document is handed to a browser; the features that own the routes decide who may have it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from flask import Response, request

from portal.core.errors import NotFound
from portal.core.messages import N_
from portal.db.keyring import NotOpened
from portal.documents.actions import document_store
from portal.documents.added import AddedFile
from portal.documents.files import FileStore
from portal.documents.models import StoredDocument

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

UNOPENED = N_("보관된 파일을 열 수 없습니다. 사무국에 알려 주십시오.")


@dataclass(frozen=True, slots=True)
class Handout:
    """A kept document as it is handed out; plain values, which outlive the session that found it."""

    document_id: UUID
    file_name: str
    media_type: str
    sha256: str
    created_at: datetime
    download_name: str

    @classmethod
    def of(cls, document: StoredDocument, download_name: str) -> "Handout":
        return cls(
            document.id,
            document.file_name,
            document.media_type,
            document.sha256,
            document.created_at,
            download_name,
        )

    def response(self, *, as_attachment: bool = False) -> Response:
        """The file, kept by no browser, as a computer may be shared; `NotFound` where it is missing."""
        response = stored_file(document_store(), self.file_name, self.document_id, self.media_type)
        disposition = "attachment" if as_attachment else "inline"
        response.headers["Content-Disposition"] = (
            f"{disposition}; filename*=UTF-8''{quote(self.download_name, safe='')}"
        )
        response.headers["Cache-Control"] = "private, no-store"
        response.last_modified = self.created_at
        response.set_etag(self.sha256)
        response.make_conditional(request, accept_ranges=True, complete_length=response.content_length)
        return response


def stored_file(store: FileStore, name: str, owner: UUID, media_type: str) -> Response:
    """The file that the row `owner` names, a piece at a time; `NotFound` where it is missing or cannot be opened."""
    try:
        opened = store.open_stored(name, owner)
        opened.look()
    except NotOpened:
        raise NotFound(UNOPENED) from None
    response = Response(opened, mimetype=media_type, direct_passthrough=True)
    response.content_length = opened.size
    return response


def added_file(store: FileStore, added: AddedFile, title: str = "") -> Response:
    """A file that somebody added, to be saved and never shown, under its own title or another."""
    response = stored_file(store, added.file_name, added.id, added.media_type)
    name = f"{quote(title or added.title, safe='')}.{added.suffix}"
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def document_response(document: StoredDocument, *, download_name: str, as_attachment: bool = False) -> Response:
    """`document` under the name `download_name`."""
    return Handout.of(document, download_name).response(as_attachment=as_attachment)


def attached(data: bytes, media: str, name: str) -> Response:
    """A file made for this one answer, under a name that may be Korean."""
    response = Response(data, content_type=media)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
