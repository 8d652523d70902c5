"""How the portal's own cookies are called and set: over https no other host of the domain may set or read them."""

from flask import current_app
from werkzeug.wrappers import Response

YEAR_SECONDS = 365 * 24 * 3600


def cookie_name(name: str) -> str:
    return f"__Host-{name}" if _is_https() else name


def set_own_cookie(response: Response, name: str, value: str, *, seconds: int = YEAR_SECONDS) -> None:
    response.set_cookie(
        cookie_name(name), value, max_age=seconds, secure=_is_https(), httponly=True, samesite="Lax", path="/"
    )


def delete_own_cookie(response: Response, name: str) -> None:
    response.delete_cookie(cookie_name(name), secure=_is_https(), httponly=True, samesite="Lax", path="/")


def _is_https() -> bool:
    return bool(current_app.config["SESSION_COOKIE_SECURE"])
