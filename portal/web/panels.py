"""What higher features put on the pages of lower ones: a page names a place, and the features fill it."""

from collections.abc import Callable

from flask import Flask
from markupsafe import Markup

Panel = Callable[..., str]

_PANELS: dict[str, list[Panel]] = {}


def register(place: str, show: Panel) -> None:
    """Let `show(**context)` put markup in `place`; "" where it has nothing for this page or this viewer."""
    shown = _PANELS.setdefault(place, [])
    if show not in shown:
        shown.append(show)


def panel(place: str, **context: object) -> Markup:
    """Everything that belongs in `place`, in the order in which the features are installed."""
    return Markup("").join(Markup(show(**context)) for show in _PANELS.get(place, ()))  # noqa: S704 rendered templates


def install(app: Flask) -> None:
    app.jinja_env.globals["panel"] = panel
