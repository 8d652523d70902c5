"""Static files carry a mark of their content in the address, so that browsers may keep them for a year."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

YEAR_SECONDS = 365 * 24 * 3600


def _mark(path: Path) -> str | None:
    return sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else None


def install(app: Flask) -> None:
    """While debugging, when files change under a running process, each is read anew."""
    folder = Path(app.static_folder or "")
    mark = _mark if app.debug else cache(_mark)

    @app.url_defaults
    def add_mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "v" not in values:
            values["v"] = mark(folder / values["filename"])

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        return response
