"""Refuses what no browser sends: a NUL in an address or a form, which PostgreSQL cannot keep."""

from flask import Flask, abort, request

NUL = "\0"
BODILESS = frozenset({"GET", "HEAD"})
"""Of these no form is read."""


def install(app: Flask) -> None:
    @app.before_request
    def refuse_nul() -> None:
        if NUL in request.path or b"%00" in request.query_string:
            abort(400)
        if request.method not in BODILESS and any(NUL in text for texts in request.form.listvalues() for text in texts):
            abort(400)
