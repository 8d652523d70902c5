"""How a view answers with a page."""

from typing import Any
from urllib.parse import urlsplit

from flask import render_template, request
from wtforms import Form

from portal.core.paging import clamp_page


def page(template: str, *, form: Form | None = None, **context: Any) -> tuple[str, int]:
    """Render `template`; 422 when `form` was sent and has errors."""
    status = 422 if form is not None and form.errors else 200
    return render_template(template, form=form, **context), status


def local_target(address: str | None, default: str) -> str:
    """`address` when it stays on this site, else `default`."""
    try:
        parts = urlsplit(address or "")
    except ValueError:
        return default
    leads_away = bool(parts.scheme or parts.netloc) or (address or "").startswith("//") or "\\" in (address or "")
    if not address or leads_away or not parts.path.startswith("/"):
        return default
    return address


def page_number() -> int:
    """The page asked for in the address, within what a list may be asked for."""
    return clamp_page(request.args.get("page", type=int))
