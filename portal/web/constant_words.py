"""Puts the words of a template in when it is compiled, as long as the portal speaks one language only."""

from collections.abc import Iterable, Iterator, Sequence

from flask import Flask
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

from portal.extensions import babel

CALL = ("name", "lparen", "string", "rparen")
GETTEXT = "_"


class ConstantWords(Extension):
    """Turns `_("words")` into the words themselves, which are looked up once instead of for every page.

    Words with values in them (`_("%(count)s명", count=3)`) are left to be looked up.
    """

    priority = 50

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        tokens = list(stream)
        place = 0
        while place < len(tokens):
            found = tokens[place : place + len(CALL)]
            if _is_lookup(found):
                yield from _constant(found)
                place += len(CALL)
            else:
                yield tokens[place]
                place += 1


def _is_lookup(tokens: Sequence[Token]) -> bool:
    return tuple(token.type for token in tokens) == CALL and tokens[0].value == GETTEXT


def _constant(tokens: Sequence[Token]) -> Iterator[Token]:
    """`("words"|safe)`: safe, because words of the catalogue are markup, as the lookup says too."""
    _name, opening, words, closing = tokens
    yield opening
    yield Token(words.lineno, "string", words.value % {})
    yield Token(words.lineno, "pipe", "|")
    yield Token(words.lineno, "name", "safe")
    yield closing


def speaks_one_language(app: Flask) -> bool:
    """Whether there is nothing but the language in which the templates are written."""
    with app.app_context():
        return {str(locale) for locale in babel.list_translations()} == {app.config["BABEL_DEFAULT_LOCALE"]}


def install(app: Flask) -> None:
    if speaks_one_language(app):
        app.jinja_env.add_extension(ConstantWords)
