"""Addresses in templates: those that depend on nothing are built once a process, because each page names dozens."""

from functools import cache
from typing import Any, cast

from flask import Flask, current_app


def install(app: Flask) -> None:
    """Remember the addresses of pages without values and of static files.

    While debugging, when files change under a running process, each is built anew.
    """
    build = app.url_for

    @cache
    def plain_address(endpoint: str) -> str:
        return build(endpoint)

    @cache
    def static_address(filename: str) -> str:
        return build("static", filename=filename)

    def url_for(endpoint: str, **values: Any) -> str:
        if not values and not endpoint.startswith("."):
            return plain_address(endpoint)
        if endpoint == "static" and values.keys() == {"filename"} and not app.debug:
            return static_address(values["filename"])
        return build(endpoint, **values)

    app.jinja_env.globals["url_for"] = url_for
    app.extensions["portal_page_address"] = plain_address


def page_address(endpoint: str) -> str:
    """The address of a page that needs no values."""
    return cast(str, current_app.extensions["portal_page_address"](endpoint))
