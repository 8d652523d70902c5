"""The words of a member in the language of the request."""

from collections.abc import Iterable
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from portal.core.worded import Worded
from portal.web.words import gettext


def label(member: Worded) -> str:
    return gettext(member.words)


def choice(value: str, words: str | LazyString) -> Any:
    """A choice for a field; lazy words are looked up where they are shown."""
    return SelectChoice(value, words)


def choices(members: Iterable[Worded]) -> list[Any]:
    """Each member as a choice for a field."""
    return [choice(member.value, LazyString(label, member)) for member in members]
