"""How the photograph of a worker is handed to a browser; the routes decide who may have it."""

from flask import Response

from portal.core.errors import NotFound
from portal.documents.views import stored_file
from portal.workforce.workers.models import Worker
from portal.workforce.workers.photos import worker_store


def photo_of(found: Worker) -> Response:
    """The photograph, kept by no browser; `NotFound` where there is none."""
    if not found.photo_name:
        raise NotFound
    response = stored_file(worker_store(), found.photo_name, found.id, "image/jpeg")
    response.headers["Cache-Control"] = "no-store"
    return response
