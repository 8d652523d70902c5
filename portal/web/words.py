"""The words of the portal in the language of the request.

A page asks for hundreds, so the catalogue is found once a request and what templates show is made once a process.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from gettext import NullTranslations
from typing import cast

from babel.support import Translations
from flask import Flask
from flask_babel import get_domain, get_locale
from flask_babel.speaklater import LazyString
from markupsafe import Markup
from wtforms.i18n import messages_path

SHOWN_AT_MOST = 10_000
"""How many texts, of all languages, are kept as templates show them; more than the catalogue has."""


_catalogue: ContextVar[NullTranslations | None] = ContextVar("catalogue", default=None)


@contextmanager
def speaking() -> Iterator[None]:
    """Find the catalogue of the visitor's language once for all that is said inside."""
    token = _catalogue.set(get_domain().get_translations())
    try:
        yield
    finally:
        _catalogue.reset(token)


def words() -> NullTranslations:
    """The catalogue of the visitor's language."""
    return _catalogue.get() or get_domain().get_translations()


def install(app: Flask) -> None:
    """Give templates the words of the request; `_` does what Jinja's own does, which asks the context three times."""
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda text: words().gettext(text), lambda one, many, number: words().ngettext(one, many, number), newstyle=True
    )
    app.jinja_env.globals["_"] = shown


def gettext(text: str, /, **values: object) -> str:
    found = words().gettext(text)
    return found % values if values else found


def ngettext(one: str, many: str, number: int, /, **values: object) -> str:
    return words().ngettext(one, many, number) % {"num": number, **values}


def lazy_gettext(text: str, /, **values: object) -> str:
    """Stands for what `gettext` says in the request that shows it; for what is written when a module is loaded."""
    return cast(str, LazyString(gettext, text, **values))


def shown(text: str, /, **values: object) -> Markup:
    """`_("…")` of templates: what the catalogue says is markup, the values put into it are escaped."""
    return Markup(gettext(text)) % values if values else _shown(words(), text)  # noqa: S704 words of the catalogue


@lru_cache(maxsize=SHOWN_AT_MOST)
def _shown(catalogue: NullTranslations, text: str) -> Markup:
    return Markup(catalogue.gettext(text)) % {}  # noqa: S704 words of the catalogue


class FormWords:
    """The words that WTForms brings for its own messages; each language is read once a process."""

    def gettext(self, text: str) -> str:
        return _of_wtforms(str(get_locale())).gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return _of_wtforms(str(get_locale())).ngettext(one, many, number)


@cache
def _of_wtforms(locale: str) -> NullTranslations:
    return Translations.load(messages_path(), [locale], domain="wtforms")
