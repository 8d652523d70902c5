"""The administrative dongs (행정동) that an address may lie in."""

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from importlib import resources

from portal.core.errors import NotFound
from portal.core.hangul import initial_consonants
from portal.core.messages import N_

_ALPHABET = (("ㄱ", "ㄹ"), ("ㅁ", "ㅅ"), ("ㅇ", "ㅎ"))
_PLAIN = str.maketrans("ㄲㄸㅃㅆㅉ", "ㄱㄷㅂㅅㅈ")
"""A doubled consonant stands with its plain one, as in a dictionary."""
_NUMBERED = re.compile(r"제(\d+)동$")


@dataclass(frozen=True)
class Dong:
    """`code` has ten digits, `name` is the official one: 망원제1동; `until` is the last day of one given up."""

    code: str
    district: str
    name: str
    since: date
    until: date | None = None

    @cached_property
    def short_name(self) -> str:
        """As people say and write it: 망원1동."""
        return _NUMBERED.sub(r"\1동", self.name)


def _load() -> tuple[Dong, ...]:
    source = resources.files("portal.core").joinpath("data", "dongs.csv").read_text(encoding="utf-8")
    return tuple(
        Dong(
            row["code"],
            row["district"],
            row["dong"],
            date.fromisoformat(row["since"]),
            date.fromisoformat(row["until"]) if row["until"] else None,
        )
        for row in csv.DictReader(source.splitlines())
    )


DONGS = _load()
"""All of Seoul in official order, by the ministry's table of administrative dongs."""

DISTRICTS = {dong.code[:5]: dong.district for dong in DONGS}
"""The districts by the five digits with which the codes of their dongs begin, in official order."""

_BY_CODE = {dong.code: dong for dong in DONGS}


def dong(code: str) -> Dong:
    """The dong of `code`; raises `NotFound` for any other text."""
    try:
        return _BY_CODE[code]
    except KeyError:
        raise NotFound(N_("목록에 없는 동입니다. 목록에서 동을 골라 주십시오.")) from None


def is_dong(code: str) -> bool:
    return code in _BY_CODE


@cache
def dongs_of(*districts: str) -> tuple[Dong, ...]:
    """The dongs that there are in `districts` in the one order in which people meet them, the alphabet's."""
    there = (dong for dong in DONGS if dong.district in districts and dong.until is None)
    return tuple(sorted(there, key=lambda dong: dong.short_name))


@cache
def name_among(dong: Dong, *districts: str) -> str:
    """Its short name, with its district where another dong of `districts` is called the same."""
    same = [each for each in dongs_of(*districts) if each.short_name == dong.short_name]
    return dong.short_name if len(same) < 2 else f"{dong.district} {dong.short_name}"


@dataclass(frozen=True)
class DongGroup:
    """Some dongs whose names begin alike, as people look for them: "ㄱ~ㄷ"."""

    heading: str
    dongs: tuple[Dong, ...]


@cache
def alphabetical_groups(*districts: str) -> tuple[DongGroup, ...]:
    """The dongs of `districts` in the order of the alphabet, a few to a group."""
    groups = (DongGroup(f"{first}~{last}", _between(first, last, districts)) for first, last in _ALPHABET)
    return tuple(group for group in groups if group.dongs)


def _between(first: str, last: str, districts: tuple[str, ...]) -> tuple[Dong, ...]:
    return tuple(dong for dong in dongs_of(*districts) if first <= _first_sound(dong) <= last)


def _first_sound(dong: Dong) -> str:
    return initial_consonants(dong.name)[0].translate(_PLAIN)
