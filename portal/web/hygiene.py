"""Refuses what no browser sends: a NUL, which PostgreSQL cannot keep, and JSON, which no form expects."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, abort, request
from werkzeug.exceptions import MethodNotAllowed

F = TypeVar("F", bound=Callable[..., Any])
NUL = "\0"
BODILESS = frozenset({"GET", "HEAD"})
"""Of these no form is read."""


def for_machines(view: F) -> F:
    """Declare that no form leads to a view: it reads and refuses its body itself."""
    view.for_machines = True  # type: ignore[attr-defined]
    return view


def _is_for_machines(app: Flask) -> bool:
    return hasattr(app.view_functions.get(request.endpoint or ""), "for_machines")


def install(app: Flask) -> None:
    @app.before_request
    def refuse_what_no_form_sends() -> None:
        if NUL in request.path or b"%00" in request.query_string:
            abort(400)
        if request.method in BODILESS or _is_for_machines(app):
            return
        if isinstance(request.routing_exception, MethodNotAllowed):
            raise request.routing_exception
        if request.is_json:
            abort(415)
        if any(NUL in text for texts in request.form.listvalues() for text in texts):
            abort(400)
