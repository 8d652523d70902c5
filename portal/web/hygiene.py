"""Refuses what no browser sends: a NUL, which PostgreSQL cannot keep, and JSON, which no form expects."""

from flask import Flask, abort, request

NUL = "\0"
BODILESS = frozenset({"GET", "HEAD"})
"""Of these no form is read."""


def install(app: Flask) -> None:
    @app.before_request
    def refuse_what_no_form_sends() -> None:
        if NUL in request.path or b"%00" in request.query_string:
            abort(400)
        if request.method in BODILESS:
            return
        if request.is_json:
            abort(415)
        if any(NUL in text for texts in request.form.listvalues() for text in texts):
            abort(400)
