"""The main menu: what each person may open, in one order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from flask import request, url_for
from sqlalchemy import Date, Select, bindparam, select

from portal.core import clock
from portal.core.actors import Actor
from portal.core.messages import N_
from portal.core.permissions import Permission, Role, permissions_of
from portal.core.sockets import Socket, Takes
from portal.core.worded import Worded
from portal.db.session import plain_rows
from portal.db.types import UtcDateTime
from portal.web.access import current_actor
from portal.web.words import gettext


class MenuGroup(Worded):
    """Under which heading an entry stands, in the order of the menu."""

    CARE = "care", N_("돌봄")
    WATCHING = "watching", N_("안부와 발굴")
    SUPPORT = "support", N_("지원과 비용")
    CONSORTIUM = "consortium", N_("컨소시엄")
    LEARNING = "learning", N_("배움과 자료")
    FIGURES = "figures", N_("통계와 계획")
    OFFICE = "office", N_("관리")
    PRIVACY = "privacy", N_("개인정보")


GROUP_ORDER = {group: place for place, group in enumerate(MenuGroup)}
SHORT = 8
"""A menu of so many entries needs no headings."""

PRESENT, TODAY = bindparam("present", type_=UtcDateTime()), bindparam("today", type_=Date())
"""The moment at which a badge counts, and its day: filled in each time, so that its statement is built once."""


@dataclass(frozen=True)
class Entry:
    """One entry, for whoever carries one of its permissions; endpoints that begin with one of `within` stand in it.

    `badge` gives the statement that counts what waits there for a viewer, None where nothing can. It is kept and sent
    with every page: what depends on the time is compared with `PRESENT` and `TODAY`. Where more waits on the page than
    that, `counts` says what the number is of.
    """

    label: str
    endpoint: str
    permission: Permission
    order: int
    within: tuple[str, ...] = ()
    group: MenuGroup = MenuGroup.CARE
    or_permission: Permission | None = None
    badge: Callable[[Actor], Select[int] | None] | None = None
    counts: str = ""


@dataclass(frozen=True)
class ShownEntry:
    label: str
    url: str
    current: bool
    badge: int
    counts: str


@dataclass(frozen=True)
class ShownGroup:
    """`words` is empty where the menu is short. Folded, `waiting` says how much waits in it."""

    words: str
    entries: list[ShownEntry]
    is_open: bool

    @property
    def waiting(self) -> int:
        return sum(entry.badge for entry in self.entries)


class Menu(NamedTuple):
    """All that the markup of a menu depends on: who sees it by roles, where, and how much waits in which entry."""

    roles: frozenset[Role]
    current: frozenset[str]
    waiting: tuple[tuple[str, int], ...]


MENU: Socket[Entry] = Socket("menu by endpoint", Takes.ONE)


def present_menu() -> Menu:
    """The menu of the present viewer; what waits is counted in one statement for all entries."""
    viewer, endpoint = current_actor(), request.endpoint or ""
    mine = _entries_of(viewer.roles)
    current = frozenset(e.endpoint for e in mine if endpoint == e.endpoint or endpoint.startswith(e.within))
    return Menu(viewer.roles, current, _waiting(viewer) if any(entry.badge for entry in mine) else ())


def shown_groups(menu: Menu) -> list[ShownGroup]:
    """The entries under the words of their group; a short menu is one group without words.

    The group where somebody is lies open, or the first one.
    """
    entries, waiting = _entries_of(menu.roles), dict(menu.waiting)

    def shown(some: Iterable[Entry]) -> list[ShownEntry]:
        return [
            ShownEntry(
                gettext(entry.label),
                url_for(entry.endpoint),
                entry.endpoint in menu.current,
                waiting.get(entry.endpoint, 0),
                gettext(entry.counts) if entry.counts else "",
            )
            for entry in some
        ]

    if len(entries) <= SHORT:
        return [ShownGroup("", shown(entries), True)] if entries else []
    groups = [(group.words, shown(some)) for group, some in groupby(entries, key=lambda entry: entry.group)]
    here = next((place for place, (_, some) in enumerate(groups) if any(entry.current for entry in some)), 0)
    return [ShownGroup(gettext(words), some, place == here) for place, (words, some) in enumerate(groups)]


@lru_cache(maxsize=64)
def _entries_of(roles: frozenset[Role]) -> tuple[Entry, ...]:
    """The entries of those who have `roles`, in their order."""
    carried = permissions_of(roles)
    mine = [entry for entry in MENU if entry.permission in carried or entry.or_permission in carried]
    return tuple(sorted(mine, key=lambda entry: (GROUP_ORDER[entry.group], entry.order)))


def _waiting(viewer: Actor) -> tuple[tuple[str, int], ...]:
    """How much waits in the entries of `viewer` that count it, by endpoint."""
    counting = _counting(viewer)
    if counting is None:
        return ()
    moment = clock.now()
    counted = plain_rows(counting.statement, {"present": moment, "today": clock.day_of(moment)})[0]
    return tuple(zip(counting.endpoints, counted, strict=True))


class Counting(NamedTuple):
    """One statement for several entries."""

    endpoints: tuple[str, ...]
    statement: Select[*tuple[int, ...]]


@lru_cache(maxsize=256)
def _counting(viewer: Actor) -> Counting | None:
    """Building it takes longer than running it."""
    counts = {entry.endpoint: entry.badge(viewer) for entry in _entries_of(viewer.roles) if entry.badge}
    asked = {endpoint: count for endpoint, count in counts.items() if count is not None}
    if not asked:
        return None
    return Counting(tuple(asked), select(*(count.scalar_subquery() for count in asked.values())))
