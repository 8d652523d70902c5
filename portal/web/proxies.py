"""Refuses in production what came past the proxies that the settings name: its sender's address could be anybody's."""

from typing import Any

import structlog
from flask import Flask, request
from flask.typing import ResponseReturnValue

from portal.extensions import current_settings
from portal.web.words import gettext as _

log: Any = structlog.get_logger()

ASKED_DIRECTLY = frozenset({"web.healthz", "web.readyz", "web.metrics"})
"""By whoever watches over the process."""


def install(app: Flask) -> None:
    @app.before_request
    def refuse_past_the_proxies() -> ResponseReturnValue | None:
        settings = current_settings()
        if not settings.is_production or request.endpoint in ASKED_DIRECTLY:
            return None
        passed = [address for address in request.headers.get("X-Forwarded-For", "").split(",") if address.strip()]
        if request.is_secure and len(passed) >= settings.trusted_proxies:
            return None
        log.error("PORTAL_TRUSTED_PROXIES does not fit", configured=settings.trusted_proxies, passed=len(passed))
        return _("이 주소로는 열 수 없습니다."), 400, {"Content-Type": "text/plain; charset=utf-8"}
