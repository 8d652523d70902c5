"""Static files carry a mark of their content in the address, so that browsers may keep them for a year."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

YEAR_SECONDS = 365 * 24 * 3600


@lru_cache(maxsize=1024)
def _mark(path: str, _modified: float) -> str:
    return sha256(Path(path).read_bytes()).hexdigest()[:10]


def install(app: Flask) -> None:
    @app.url_defaults
    def add_mark(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint != "static" or "v" in values:
            return
        path = Path(app.static_folder or "") / str(values.get("filename", ""))
        if path.is_file():
            values["v"] = _mark(str(path), path.stat().st_mtime)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
            response.headers["Cache-Control"] = f"public, max-age={YEAR_SECONDS}, immutable"
        return response
