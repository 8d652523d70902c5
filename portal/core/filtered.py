"""Lists that are narrowed by their address, so that somebody may keep what they narrow one to."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain
from urllib.parse import urlencode
from uuid import UUID

from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes

Reads = Callable[[str], bool]
"""Whether a value of the address is one that the list knows: never words that somebody typed."""

_CODE = re.compile(r"[a-z][a-z_.\-]{0,39}")


@dataclass(frozen=True)
class FilteredList:
    """A list of staff; `parts` are the names in its address that narrow or order it, in the order of a kept filter."""

    words: str
    endpoint: str
    permission: Permission
    parts: Mapping[str, Reads]

    def query_of(self, asked: Mapping[str, str]) -> str:
        """The filter of an address, always written alike; "" for none. What was typed, pages, nonsense are left out."""
        return urlencode([(name, asked[name]) for name, reads in self.parts.items() if reads(asked.get(name, ""))])


LISTS: Socket[FilteredList] = Socket("lists with filters", Takes.ONE)
"""By the name under which filters are kept."""


def one_of(*choices: Iterable[str]) -> Reads:
    return frozenset(chain(*choices)).__contains__


def is_id(value: str) -> bool:
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def is_code(value: str) -> bool:
    """A name of ours: letters without digits, so that no telephone is one."""
    return bool(_CODE.fullmatch(value))
