"""The main menu: what each person may open, in one order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flask import request, url_for
from sqlalchemy import Select, select

from portal.core.messages import N_
from portal.core.permissions import Permission, Role, permissions_of
from portal.core.sockets import Socket, Takes
from portal.core.worded import Worded
from portal.db.session import plain_rows
from portal.web.access import current_actor
from portal.web.words import gettext


class MenuGroup(Worded):
    """Under which heading an entry stands, in the order of the menu."""

    CARE = "care", N_("돌봄")
    SUPPORT = "support", N_("지원과 비용")
    CONSORTIUM = "consortium", N_("컨소시엄")
    OFFICE = "office", N_("관리")


GROUP_ORDER = {group: place for place, group in enumerate(MenuGroup)}
SHORT = 8
"""A menu of so many entries needs no headings."""


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
    group: MenuGroup = MenuGroup.CARE
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


def shown_groups(menu: Menu) -> list[tuple[str, list[ShownEntry]]]:
    """The entries under the words of their group; a short menu is one group without words."""
    entries, waiting = _entries_of(menu.roles), dict(menu.waiting)

    def shown(some: Iterable[Entry]) -> list[ShownEntry]:
        return [
            ShownEntry(
                gettext(entry.label),
                url_for(entry.endpoint),
                entry.endpoint in menu.current,
                waiting.get(entry.endpoint, 0),
            )
            for entry in some
        ]

    if len(entries) <= SHORT:
        return [("", shown(entries))] if entries else []
    return [(gettext(group.words), shown(some)) for group, some in groupby(entries, key=lambda entry: entry.group)]


def _entries_of(roles: frozenset[Role]) -> tuple[Entry, ...]:
    """The entries of those who have `roles`, in their order."""
    carried = permissions_of(roles)
    mine = [entry for entry in MENU if entry.permission in carried or entry.or_permission in carried]
    return tuple(sorted(mine, key=lambda entry: (GROUP_ORDER[entry.group], entry.order)))


def _waiting(entries: Iterable[Entry]) -> tuple[tuple[str, int], ...]:
    """How much waits in those of `entries` that count it, by endpoint."""
    counts = {entry.endpoint: entry.badge() for entry in entries if entry.badge}
    asked = {endpoint: count for endpoint, count in counts.items() if count is not None}
    return tuple(zip(asked, plain_rows(_together(*asked.values()))[0], strict=True)) if asked else ()


@lru_cache(maxsize=64)
def _together(*counts: Select[int]) -> Select[*tuple[int, ...]]:
    """One statement for several; those of the office are always the same ones."""
    return select(*(count.scalar_subquery() for count in counts))
