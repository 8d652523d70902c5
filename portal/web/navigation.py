"""The main menu: what each person may open, in one order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from flask import request, url_for
from sqlalchemy import Select, select

from portal.core.permissions import Permission, Role, permissions_of
from portal.core.sockets import Socket, Takes
from portal.db.session import plain_rows
from portal.web.access import current_actor
from portal.web.words import gettext


@dataclass(frozen=True)
class Entry:
    """One entry, for whoever carries one of its permissions; endpoints that begin with one of `within` stand in it.

    `badge` gives the statement that counts what waits there for the present viewer, None where nothing can.
    """

    label: str
    endpoint: str
    permission: Permission
    order: int
    within: tuple[str, ...] = ()
    or_permission: Permission | None = None
    badge: Callable[[], Select[int] | None] | None = None


@dataclass(frozen=True)
class ShownEntry:
    label: str
    url: str
    current: bool
    badge: int


class Menu(NamedTuple):
    """All that the markup of a menu depends on: who sees it by roles, where, and how much waits in which entry."""

    roles: frozenset[Role]
    current: frozenset[str]
    waiting: tuple[tuple[str, int], ...]


MENU: Socket[Entry] = Socket("menu by endpoint", Takes.ONE)


def present_menu() -> Menu:
    """The menu of the present viewer; what waits is counted in one statement for all entries."""
    roles, endpoint = current_actor().roles, request.endpoint or ""
    mine = _entries_of(roles)
    current = frozenset(e.endpoint for e in mine if endpoint == e.endpoint or endpoint.startswith(e.within))
    return Menu(roles, current, _waiting(mine))


def shown_entries(menu: Menu) -> list[ShownEntry]:
    waiting = dict(menu.waiting)
    return [
        ShownEntry(
            gettext(entry.label),
            url_for(entry.endpoint),
            entry.endpoint in menu.current,
            waiting.get(entry.endpoint, 0),
        )
        for entry in _entries_of(menu.roles)
    ]


def _entries_of(roles: frozenset[Role]) -> tuple[Entry, ...]:
    """The entries of those who have `roles`, in their order."""
    carried = permissions_of(roles)
    mine = [entry for entry in MENU if entry.permission in carried or entry.or_permission in carried]
    return tuple(sorted(mine, key=lambda entry: entry.order))


def _waiting(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    """How much waits in those of `entries` that count it, by endpoint."""
    counts = {entry.endpoint: entry.badge() for entry in entries if entry.badge}
    asked = {endpoint: count for endpoint, count in counts.items() if count is not None}
    return tuple(zip(asked, plain_rows(_together(*asked.values()))[0], strict=True)) if asked else ()


@lru_cache(maxsize=64)
def _together(*counts: Select[int]) -> Select[*tuple[int, ...]]:
    """One statement for several; those of the office are always the same ones."""
    return select(*(count.scalar_subquery() for count in counts))
