"""What a search for a person, or by a number, means; of which columns each fact of a file consists,
and when two files may be about one person."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from portal.core.errors import DomainError
from portal.core.hangul import is_initials, typed_initials
from portal.core.names import address_key, without_title
from portal.core.phone import parse_phone
from portal.core.series import Typed, read_number
from portal.core.text import normalise, plain_digits
from portal.core.worded import Worded
from portal.residents.households.states import Fact, Language, SameSex, Sex, Trait

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


Values = Mapping[str, Any]
"""What a fact is, by the columns of person and household that hold it."""

COLUMNS: Mapping[Fact, tuple[str, ...]] = {
    Fact.NAME: ("name",),
    Fact.BIRTH: ("birth_on",),
    Fact.SEX: ("sex",),
    Fact.PHONE: ("phone",),
    Fact.EMAIL: ("email",),
    Fact.ADDRESS: ("address", "address_detail", "postcode", "dong_code"),
    Fact.ALONE: ("lives_alone",),
    Fact.WAY_IN: ("entry_note",),
    Fact.EMERGENCY: ("emergency_name", "emergency_relation", "emergency_phone"),
    Fact.PETS: ("pets",),
    Fact.LANGUAGE: ("language",),
    Fact.SAME_SEX: ("same_sex",),
    Fact.DEATH: ("death_known_on",),
}
OF_HOME = frozenset({Fact.ADDRESS, Fact.ALONE, Fact.WAY_IN, Fact.EMERGENCY, Fact.PETS})
"""Facts of the household; the others are of the person."""

CONTACTS = frozenset({Fact.PHONE, Fact.EMAIL})
"""What somebody may sign in by."""

CHANGED_BY_STAFF = tuple(fact for fact in Fact if fact is not Fact.DEATH)
"""A death has a page of its own: it ends what somebody's life carried."""

CHANGED_BY_RESIDENT = tuple(fact for fact in CHANGED_BY_STAFF if fact is not Fact.BIRTH)
"""A birth date proves who somebody is, so nobody changes their own."""


def kept_value(value: Any) -> Any:
    """A value of a column as a history keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def read_kept(column: str, value: Any) -> Any:
    """The value of a column as the file has it."""
    if column in ("birth_on", "death_known_on") and value is not None:
        return date.fromisoformat(value)
    choices: Mapping[str, type[Worded]] = {"sex": Sex, "language": Language, "same_sex": SameSex}
    return choices[column](value) if column in choices else value


def is_another_street(before: Values, after: Values) -> bool:
    """Whether somebody lives elsewhere now; blanks, signs and the postcode do not tell."""
    street_before, street_after = (address_key(each["address"], each["address_detail"]) for each in (before, after))
    return street_before != street_after


@dataclass(frozen=True, slots=True)
class Identity:
    """By what somebody is recognised, name and address as keys; empty is not known."""

    name_key: str
    birth_on: date
    phone: str | None = None
    address_key: str = ""


def traits_in_common(one: Identity, other: Identity) -> frozenset[Trait]:
    pairs = {
        Trait.NAME: (one.name_key, other.name_key),
        Trait.BIRTH: (one.birth_on, other.birth_on),
        Trait.PHONE: (one.phone, other.phone),
        Trait.ADDRESS: (one.address_key, other.address_key),
    }
    return frozenset(trait for trait, (a, b) in pairs.items() if a and a == b)


def may_be_one_person(common: frozenset[Trait]) -> bool:
    """Two of four; a telephone and an address alone are those of a couple."""
    return len(common) > 1 and bool(common & {Trait.NAME, Trait.BIRTH})


def shares_number(common: frozenset[Trait]) -> bool:
    """Whether a number stands in two files, which staff should know whoever it belongs to."""
    return Trait.PHONE in common
