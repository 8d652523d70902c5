"""What a search for a person, or by a number, means."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.core.errors import DomainError
from portal.core.hangul import is_initials, typed_initials, without_title
from portal.core.phone import parse_phone
from portal.core.series import Typed, read_number
from portal.core.text import normalise, plain_digits

TAIL_LENGTH = 4
_END = re.compile(r"\d{2,4}|\d{1,4}[- ]?\d{4}")


class SearchBy(StrEnum):
    NAME = "name"
    INITIALS = "initials"
    PHONE = "phone"
    PHONE_END = "phone_end"
    NUMBER = "number"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Search:
    """`typed` is set for a search by number; `phone_end` are digits that may end a telephone number."""

    by: SearchBy
    text: str = ""
    typed: Typed | None = None
    phone_end: str = ""


def understand_search(text: str) -> Search:
    """What someone typed: the beginning of a name, initials, a phone number or its end, or a number of a series.

    Five to eight digits end a telephone number, and may be a number of a series as well: 2026-1003.
    """
    plain = without_title(normalise(text))
    if not plain:
        return Search(SearchBy.NOTHING)
    if is_initials(plain):
        return Search(SearchBy.INITIALS, typed_initials(plain))
    digits = plain_digits(plain)
    end = re.sub(r"\D", "", digits) if _END.fullmatch(digits) else ""
    typed = read_number(plain)
    if typed:
        return Search(SearchBy.NUMBER, typed.number, typed, end)
    if end:
        return Search(SearchBy.PHONE_END, end, phone_end=end)
    try:
        return Search(SearchBy.PHONE, parse_phone(plain))
    except DomainError:
        return Search(SearchBy.NAME, plain)


def tails_ending_in(digits: str) -> list[str]:
    """All four-digit ends of a number that end in `digits`, so that an index can answer: "678" → 0678, 1678 …"""
    missing = TAIL_LENGTH - len(digits)
    return [f"{head:0{missing}d}{digits}" if missing else digits for head in range(10**missing)]
