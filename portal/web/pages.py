"""How a view answers with a page."""

from typing import Any
from urllib.parse import urlsplit

from flask import render_template, request
from wtforms import Form


def page(template: str, *, form: Form | None = None, **context: Any) -> tuple[str, int]:
    """Render `template`; 422 when `form` was sent and has errors."""
    status = 422 if form is not None and form.errors else 200
    return render_template(template, form=form, **context), status


def local_target(address: str | None, default: str) -> str:
    """`address` when it stays on this site, else `default`."""
    if not address:
        return default
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or address.startswith("//") or "\\" in address:
        return default
    return address


def page_number() -> int:
    """The page asked for in the address, at least 1."""
    return max(1, request.args.get("page", 1, type=int) or 1)
