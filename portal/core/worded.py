"""Enumerations whose members carry the words and the tone in which people see them."""

from enum import StrEnum
from typing import Literal, Self, TypeVar, get_args

Tone = Literal["neutral", "info", "progress", "success", "warning", "danger"]
W = TypeVar("W", bound="Worded")
TONES: frozenset[str] = frozenset(get_args(Tone))


class Worded(StrEnum):
    """A member is its value, its Korean words and its tone: `PAIRED = "paired", N_("담당자 정해짐"), "success"`.

    It equals its value and is stored as it. Without words, or with a tone that does not exist, the class is refused.
    """

    words: str
    tone: Tone

    def __new__(cls, value: str, words: str = "", tone: Tone = "neutral") -> Self:
        if not words:
            raise ValueError(f"no words for {value!r}")
        if tone not in TONES:
            raise ValueError(f"no such tone: {tone!r}")
        member = str.__new__(cls, value)
        member._value_ = value
        member.words = words
        member.tone = tone
        return member

    @classmethod
    def told(cls, value: str) -> str:
        """The words of a value that was kept; of one that is no member any more the value itself."""
        return cls(value).words if value in cls._value2member_map_ else value


UNANSWERED = "unanswered"
"""The value of the member that stands for a question nobody answered; its words are "-"."""


def answers(kind: type[W]) -> list[W]:
    """The members that somebody may choose."""
    return [member for member in kind if member.value != UNANSWERED]
