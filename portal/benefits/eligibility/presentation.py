"""How answers and their reasons are said on a page."""

import re

from markupsafe import Markup, escape

from portal.benefits.eligibility.rules import Said
from portal.benefits.eligibility.states import Answer
from portal.benefits.eligibility.texts import FOR_RESIDENTS
from portal.web.words import gettext

TELEPHONE = re.compile(r"(?<!\d)\d{2,4}-\d{3,4}(?:-\d{4})?(?!\d)")


def say(said: Said) -> str:
    """A sentence with its values, in the language of the request."""
    values = {name: gettext(str(value)) if name in said.words else value for name, value in said.params.items()}
    return gettext(said.text) % values


def say_whole_numbers(said: Said) -> Markup:
    """The same for a page, where no telephone number is broken over two lines."""
    words = str(escape(say(said)))
    return Markup(TELEPHONE.sub(r'<span class="nowrap">\g<0></span>', words))  # noqa: S704 escaped just before


def for_residents(answer: Answer) -> str:
    return gettext(FOR_RESIDENTS[answer])
