"""What every answer says about how browsers may treat it."""

from flask import Flask, Response, request

from portal.web.access import is_found_by_search
from portal.web.forms import seconds_to_wait

SOURCES = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
}
POLICY = "; ".join(f"{directive} {sources}" for directive, sources in SOURCES.items())
FIXED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=()",
}
USUAL_WAIT_SECONDS = 60
HTTPS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


def install(app: Flask, *, https: bool, is_real: bool) -> None:
    """`is_real` unless people and words are made up: then nothing of it is kept by search engines."""
    fixed = FIXED | HTTPS if https else FIXED

    @app.after_request
    def protect(response: Response) -> Response:
        headers = response.headers
        if response.status_code == 429:
            response.retry_after = seconds_to_wait() or USUAL_WAIT_SECONDS
        headers.setdefault("Content-Security-Policy", POLICY)
        headers.extend(fixed)
        if request.endpoint != "static":
            headers.setdefault("Cache-Control", "no-store")
            if not (is_real and is_found_by_search(app.view_functions.get(request.endpoint or ""))):
                headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
