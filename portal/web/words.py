"""The words of the portal in the language of the request, looked up once a request: a page asks for hundreds."""

from functools import cache
from gettext import NullTranslations
from typing import cast

from babel.support import Translations
from flask import g
from flask_babel import get_domain, get_locale
from wtforms.i18n import messages_path


def words() -> NullTranslations:
    """The catalogue of the visitor's language."""
    if "words" not in g:
        g.words = get_domain().get_translations()
    return cast(NullTranslations, g.words)


def gettext(text: str) -> str:
    return words().gettext(text)


def ngettext(one: str, many: str, number: int) -> str:
    return words().ngettext(one, many, number)


class FormWords:
    """The words that WTForms brings for its own messages; each language is read once a process."""

    def gettext(self, text: str) -> str:
        return _of_wtforms(str(get_locale())).gettext(text)

    def ngettext(self, one: str, many: str, number: int) -> str:
        return _of_wtforms(str(get_locale())).ngettext(one, many, number)


@cache
def _of_wtforms(locale: str) -> NullTranslations:
    return Translations.load(messages_path(), [locale], domain="wtforms")
