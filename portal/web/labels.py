"""One place for the words and the tone of every state and choice."""

from enum import StrEnum
from typing import Any

from flask_babel.speaklater import LazyString
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are older

from portal.web.words import gettext

TONES = frozenset({"neutral", "info", "progress", "success", "warning", "danger"})
_LABELS: dict[tuple[type[StrEnum], str], tuple[str, str]] = {}


def register_labels(enumeration: type[StrEnum], labels: dict[StrEnum, str | tuple[str, str]]) -> None:
    """Give each member of `enumeration` its Korean words and, for a state, its tone; a missing member is refused."""
    missing = set(enumeration) - set(labels)
    if missing:
        raise ValueError(f"no label for {sorted(missing)}")
    for member, entry in labels.items():
        words, tone = (entry, "neutral") if isinstance(entry, str) else entry
        if tone not in TONES:
            raise ValueError(f"no such tone: {tone}")
        _LABELS[enumeration, member.value] = (words, tone)


def label(member: StrEnum) -> str:
    """The words for `member` in the language of the request."""
    return gettext(_LABELS[type(member), member.value][0])


def tone(member: StrEnum) -> str:
    """neutral, info, progress, success, warning or danger."""
    return _LABELS[type(member), member.value][1]


def choices(enumeration: type[StrEnum]) -> list[tuple[str, str]]:
    """(value, words) of every member, for a field."""
    return [(member.value, label(member)) for member in enumeration]


def option(value: str, words: str | LazyString) -> Any:
    """A choice as a form's class names it; lazy words are looked up where they are shown."""
    return SelectChoice(value, words)


def options(enumeration: type[StrEnum]) -> list[Any]:
    """Every member as a choice for a form's class."""
    return [option(member.value, LazyString(label, member)) for member in enumeration]
