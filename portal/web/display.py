"""How someone wants to read: text size and contrast, kept in a cookie of their own."""

from dataclasses import dataclass

from flask import request

from portal.web.cookies import cookie_name

COOKIE = "display"
TEXT_SIZES = ("normal", "large", "larger")
CONTRASTS = ("normal", "high")


@dataclass(frozen=True)
class Display:
    text_size: str = "normal"
    contrast: str = "normal"


def display_of(text_size: str | None, contrast: str | None) -> Display:
    """A display of known values; anything else is the normal one."""
    return Display(
        text_size if text_size in TEXT_SIZES else "normal",
        contrast if contrast in CONTRASTS else "normal",
    )


def current_display() -> Display:
    text_size, _, contrast = request.cookies.get(cookie_name(COOKIE), "").partition(".")
    return display_of(text_size, contrast)
