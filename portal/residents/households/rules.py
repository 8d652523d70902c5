"""What a search for a person means."""

import re
from dataclasses import dataclass
from enum import StrEnum

from portal.core.errors import DomainError
from portal.core.hangul import is_initials, typed_initials
from portal.core.phone import parse_phone
from portal.core.text import normalise

TAIL_LENGTH = 4
_NUMBER = re.compile(r"(\d{4})-(\d{1,6})")
_TAIL = re.compile(r"\d{2,4}")


class SearchBy(StrEnum):
    NAME = "name"
    INITIALS = "initials"
    PHONE = "phone"
    PHONE_TAIL = "phone_tail"
    HOUSEHOLD_NUMBER = "household_number"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Search:
    by: SearchBy
    text: str = ""


def understand_search(text: str) -> Search:
    """What someone typed: the beginning of a name, initials, a phone number or its end, or a household number."""
    plain = normalise(text)
    if not plain:
        return Search(SearchBy.NOTHING)
    if is_initials(plain):
        return Search(SearchBy.INITIALS, typed_initials(plain))
    number = _NUMBER.fullmatch(plain)
    if number:
        return Search(SearchBy.HOUSEHOLD_NUMBER, f"{number[1]}-{int(number[2]):06d}")
    if _TAIL.fullmatch(plain):
        return Search(SearchBy.PHONE_TAIL, plain)
    try:
        return Search(SearchBy.PHONE, parse_phone(plain))
    except DomainError:
        return Search(SearchBy.NAME, plain)


def tails_ending_in(digits: str) -> list[str]:
    """All four-digit ends of a number that end in `digits`, so that an index can answer: "678" → 0678, 1678 …"""
    missing = TAIL_LENGTH - len(digits)
    return [f"{head:0{missing}d}{digits}" if missing else digits for head in range(10**missing)]
