"""The words of the portal in the language of the request, looked up once a process: a page asks for hundreds."""

from functools import cache, lru_cache
from gettext import NullTranslations
from typing import cast

from babel.support import Translations
from flask import g
from flask_babel import get_domain, get_locale
from markupsafe import Markup
from wtforms.i18n import messages_path

SHOWN_AT_MOST = 10_000
"""How many texts, of all languages, are kept as templates show them; more than the catalogue has."""


def words() -> NullTranslations:
    """The catalogue of the visitor's language."""
    catalogue = g.get("words")
    if catalogue is None:
        catalogue = g.words = get_domain().get_translations()
    return cast(NullTranslations, catalogue)


def gettext(text: str) -> str:
    return words().gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    return words().ngettext(one, many, number)


def shown(text: str, /, **values: object) -> Markup:
    """`_("…")` of templates: what the catalogue says is markup, the values put into it are escaped.

    The same as Jinja's own, which asks the context three times for each.
    """
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
