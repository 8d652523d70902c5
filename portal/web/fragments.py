"""The frame of every page is the same each time, or depends on little: its parts are drawn once a process and kept."""

from collections.abc import Callable, Hashable

from flask import Flask
from markupsafe import Markup

from portal.web.words import words

MOST = 1000
"""How many fragments are kept; the next one begins anew."""


def install(app: Flask) -> None:
    """Give templates `{% call drawn_once("name", …) %} markup {% endcall %}`; while debugging it draws each time.

    The name and what follows it say all that the markup depends on beside the language, and nothing about people.
    """
    known: dict[tuple[Hashable, ...], Markup] = {}
    draws_each_time = app.debug

    def drawn_once(*key: Hashable, caller: Callable[[], Markup]) -> Markup:
        if draws_each_time:
            return caller()
        place = (words(), *key)
        drawn = known.get(place)
        if drawn is None:
            drawn = caller()
            if len(known) >= MOST:
                known.clear()
            known[place] = drawn
        return drawn

    app.jinja_env.globals["drawn_once"] = drawn_once
