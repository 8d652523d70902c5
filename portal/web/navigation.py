"""The main menu: what each person may open, in one order."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import request

from portal.core.permissions import Permission, Role
from portal.web.access import current_actor
from portal.web.addresses import page_address
from portal.web.words import gettext


@dataclass(frozen=True)
class Entry:
    """One entry; `endpoints` are the beginnings of endpoint names that count as being in it."""

    label: str
    endpoint: str
    permission: Permission
    order: int
    within: tuple[str, ...] = ()
    roles: frozenset[Role] = frozenset()
    badge: Callable[[], int] | None = None


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
    """The menu of the present viewer."""
    actor = current_actor()
    mine = [e for e in _ENTRIES.values() if actor.can(e.permission) and (not e.roles or e.roles & actor.roles)]
    endpoint = request.endpoint or ""
    return [
        ShownEntry(
            gettext(entry.label),
            page_address(entry.endpoint),
            endpoint == entry.endpoint or endpoint.startswith(entry.within),
            entry.badge() if entry.badge else 0,
        )
        for entry in sorted(mine, key=lambda entry: entry.order)
    ]
