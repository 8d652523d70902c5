"""What higher features put on the pages of lower ones: a page names a place, and the features fill it."""

from collections.abc import Callable

from flask import Flask
from markupsafe import Markup

from portal.core.sockets import Socket, Takes

Panel = Callable[..., str]
"""Called with the context of the place; "" where it has nothing for this page or this viewer."""

PANELS: Socket[Panel] = Socket("panels by place", Takes.MANY)


def panel(place: str, **context: object) -> Markup:
    """Everything that belongs in `place`, in the order in which the features are installed."""
    return Markup("").join(Markup(show(**context)) for show in PANELS.under(place))  # noqa: S704 rendered templates


def install(app: Flask) -> None:
    app.jinja_env.globals["panel"] = panel
