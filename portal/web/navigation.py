"""The main menu: what each person may open, in one order."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from flask import request
from sqlalchemy import Select, select

from portal.core.permissions import Permission, Role
from portal.db.session import plain_rows
from portal.web.access import current_actor
from portal.web.addresses import page_address
from portal.web.words import gettext


@dataclass(frozen=True)
class Entry:
    """One entry; endpoints that begin with one of `within` count as being in it.

    `badge` gives the statement that counts what waits there for the present viewer, None where nothing can.
    """

    label: str
    endpoint: str
    permission: Permission
    order: int
    within: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()
    badge: Callable[[], Select[int] | None] | None = None


@dataclass(frozen=True)
class ShownEntry:
    label: str
    url: str
    current: bool
    badge: int


_ENTRIES: dict[str, Entry] = {}


def register(entry: Entry) -> None:
    """Put `entry` in the menu of those who carry its permission and, where named, one of its roles."""
    _ENTRIES[entry.endpoint] = entry


def shown_entries() -> list[ShownEntry]:
    """The menu of the present viewer; what waits is counted in one statement for all entries."""
    actor = current_actor()
    mine = [e for e in _ENTRIES.values() if actor.can(e.permission) and (not e.roles or e.roles & actor.roles)]
    waiting = _waiting(mine)
    endpoint = request.endpoint or ""
    return [
        ShownEntry(
            gettext(entry.label),
            page_address(entry.endpoint),
            endpoint == entry.endpoint or endpoint.startswith(entry.within),
            waiting.get(entry.endpoint, 0),
        )
        for entry in sorted(mine, key=lambda entry: entry.order)
    ]


def _waiting(entries: list[Entry]) -> dict[str, int]:
    """How much waits in those of `entries` that count it, by endpoint."""
    counts = {entry.endpoint: entry.badge() for entry in entries if entry.badge}
    asked = {endpoint: count for endpoint, count in counts.items() if count is not None}
    return dict(zip(asked, plain_rows(_together(*asked.values()))[0], strict=True)) if asked else {}


@lru_cache(maxsize=64)
def _together(*counts: Select[int]) -> Select[*tuple[int, ...]]:
    """One statement for several; those of the office are always the same ones."""
    return select(*(count.scalar_subquery() for count in counts))
