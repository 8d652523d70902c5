"""How a kept document is handed to a browser; the features that own the routes decide who may have it."""

from flask import Flask, Response, send_file

from portal.documents.actions import document_store
from portal.documents.fonts import font_folder
from portal.documents.models import StoredDocument
from portal.extensions import current_settings


def install(app: Flask) -> None:
    """Take the document fonts from the configured folder."""
    with app.app_context():
        font_folder.folder = current_settings().font_dir


def document_response(document: StoredDocument, *, download_name: str, as_attachment: bool = False) -> Response:
    """The file with its digest as ETag; never kept by shared caches. Raises `NotFound` where the file is missing."""
    response = send_file(
        document_store().stored(document.file_name),
        mimetype=document.media_type,
        as_attachment=as_attachment,
        download_name=download_name,
        etag=document.sha256,
        last_modified=document.created_at,
    )
    response.headers["Cache-Control"] = "private, no-cache"
    return response
