"""How a view answers with a page."""

from typing import Any
from urllib.parse import urlsplit

from flask import current_app, render_template, request
from werkzeug.routing import MapAdapter
from wtforms import Form

from portal.core.paging import clamp_page
from portal.web.forms import seconds_to_wait


def page(template: str, *, form: Form | None = None, **context: Any) -> tuple[str, int]:
    """Render `template`; 422 when `form` was sent and has errors, 429 when it was sent too often."""
    refused = 429 if seconds_to_wait() else 422
    status = refused if form is not None and form.errors else 200
    return render_template(template, form=form, **context), status


def address_builder() -> MapAdapter:
    """Builds addresses of this site without values that are filled in by default, for a page that names hundreds."""
    builder = current_app.create_url_adapter(request)
    if builder is None:
        raise RuntimeError("addresses are built inside a request")
    return builder


def local_target(address: str | None, default: str) -> str:
    """`address` when it stays on this site, else `default`."""
    if not address or not address.isprintable():
        return default
    try:
        parts = urlsplit(address)
    except ValueError:
        return default
    leads_away = bool(parts.scheme or parts.netloc) or address.startswith("//") or "\\" in address
    if leads_away or not parts.path.startswith("/"):
        return default
    return address


def page_before() -> str:
    """The address of the page that the visitor came from, empty where it is none of this site."""
    return local_target((request.referrer or "").removeprefix(request.host_url.rstrip("/")), "")


def page_number() -> int:
    """The page asked for in the address, within what a list may be asked for."""
    return clamp_page(request.args.get("page", type=int))
