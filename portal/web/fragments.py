"""Parts of pages that are the same each time, or depend on little, are drawn once a process and kept."""

from collections.abc import Callable, Hashable

from flask import Flask
from flask_babel import get_locale
from markupsafe import Markup

from portal.web.constant_words import speaks_one_language

MOST = 1000
"""How many fragments are kept; the next one begins anew."""


def install(app: Flask) -> None:
    """Give templates `{% call drawn_once("name", …) %} markup {% endcall %}`; while debugging it draws each time.

    The name and what follows it say all that the markup depends on, and nothing about people: with a None it is drawn
    each time.
    """
    known: dict[tuple[Hashable, ...], Markup] = {}
    one_language = speaks_one_language(app)

    def drawn_once(*key: Hashable, caller: Callable[[], Markup]) -> Markup:
        if app.debug or None in key:
            return caller()
        place = key if one_language else (str(get_locale()), *key)
        drawn = known.get(place)
        if drawn is None:
            drawn = caller()
            if len(known) >= MOST:
                known.clear()
            known[place] = drawn
        return drawn

    app.jinja_env.globals["drawn_once"] = drawn_once
