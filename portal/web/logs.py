"""Structured log lines without personal data: method, endpoint, status, milliseconds, and the number of the request."""

import logging
import sys
import time
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request

from portal.core.errand import errand_number
from portal.core.failures import kind_of, passed

LINES = "portal.lines"
QUIET = frozenset({"static", "web.healthz", "web.readyz", "web.metrics"})


def tell_failure(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """In place of the words of an exception, its kind and where it was raised."""
    failure = sys.exc_info()[1] if line.pop("exc_info", None) else None
    return {**line, "failure": kind_of(failure), "passed": passed(failure)} if failure else line


def tell_errand(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """By which rows of the audit are found that were written meanwhile."""
    number = errand_number()
    return {**line, "errand": str(number)} if number else line


PROCESSORS: list[Any] = [
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    tell_failure,
    tell_errand,
    structlog.processors.JSONRenderer(ensure_ascii=False),
]


def _lines(*_named: str) -> logging.Logger:
    """Lines go to the standard output; one that cannot be written, as on a full disk, is no failure of the request."""
    lines = logging.getLogger(LINES)
    lines.handlers = [logging.StreamHandler(sys.stdout)]
    lines.propagate = False
    lines.setLevel(logging.INFO)
    return lines


def install(app: Flask) -> None:
    structlog.configure(
        processors=PROCESSORS,
        logger_factory=_lines,
        cache_logger_on_first_use=True,
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if app.testing else logging.INFO),
    )
    log: Any = structlog.get_logger()

    @app.before_request
    def begin() -> None:
        g.request_started = time.perf_counter()

    @app.after_request
    def tell(response: Response) -> Response:
        response.headers["X-Request-Id"] = str(errand_number() or "")
        if request.endpoint not in QUIET:
            log.info(
                "request",
                method=request.method,
                endpoint=request.endpoint,
                status=response.status_code,
                milliseconds=round((time.perf_counter() - g.get("request_started", time.perf_counter())) * 1000, 1),
            )
        return response
