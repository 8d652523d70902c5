"""How a kept document is handed to a browser; the features that own the routes decide who may have it."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from flask import Response, send_file

from portal.documents.actions import document_store
from portal.documents.models import StoredDocument

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Handout:
    """A kept document as it is handed out; plain values, which outlive the session that found it."""

    file_name: str
    media_type: str
    sha256: str
    created_at: datetime
    download_name: str

    @classmethod
    def of(cls, document: StoredDocument, download_name: str) -> "Handout":
        return cls(document.file_name, document.media_type, document.sha256, document.created_at, download_name)

    def response(self, *, as_attachment: bool = False) -> Response:
        """The file with its digest as ETag, never kept by shared caches; `NotFound` where the file is missing."""
        response = send_file(
            document_store().stored(self.file_name),
            mimetype=self.media_type,
            as_attachment=as_attachment,
            download_name=self.download_name,
            etag=self.sha256,
            last_modified=self.created_at,
        )
        response.headers["Cache-Control"] = "private, no-cache"
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
