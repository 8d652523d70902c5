"""How answers and their reasons are said on a page."""

from typing import Any

from portal.benefits.eligibility.rules import Said
from portal.benefits.eligibility.states import Answer
from portal.benefits.eligibility.texts import FOR_RESIDENTS
from portal.web.unbroken import unbroken
from portal.web.words import gettext


def say(said: Said) -> str:
    """A sentence with its values, in the language of the request."""
    values = {name: gettext(str(value)) if name in said.words else value for name, value in said.params.items()}
    return gettext(said.text) % values


def say_whole_numbers(said: Said) -> Any:
    """The same for a page, where no telephone number is broken over two lines."""
    return unbroken(say(said))


def for_residents(answer: Answer) -> str:
    return gettext(FOR_RESIDENTS[answer])
