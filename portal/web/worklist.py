"""How a list of what waits is shown: by urgency, narrowed by kind, each deed leading to the next item."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlencode

from flask import url_for

from portal.core.clock import day_of
from portal.core.dates import format_day, format_moment
from portal.core.urgency import Rank, days_late
from portal.web.agenda import AT_MOST, Deed, Entry, Item, Kinded
from portal.web.returning import with_back
from portal.web.words import gettext as _

SHOWN_AT_MOST = 60
"""Whoever has done these sees the next ones."""
HOURS_A_DAY = 24


class ShownDeed(NamedTuple):
    words: str
    url: str
    posts: bool
    told: dict[str, str]
    shortcut: str


class ShownItem(NamedTuple):
    """An item as the list takes it: `place` counts from one, `is_next` is the one to go on with.

    It takes the focus once somebody works through the list, not when they open it.
    """

    item: Item
    place: int
    waits: str
    age: str
    late: str
    is_next: bool
    takes_focus: bool
    deeds: Sequence[ShownDeed]


@dataclass(frozen=True, slots=True)
class Kind:
    """A choice of the filter, and how many it leaves: so many or more where it `ends`.

    `everything` is where all of them stand then, "" without such a list.
    """

    name: str
    words: str
    count: int
    url: str
    everything: str

    @property
    def ends(self) -> bool:
        """Each kind brings its first ones, and says nothing of how many more there are."""
        return self.count == AT_MOST


@dataclass(frozen=True, slots=True)
class Worklist:
    """What is shown of the list; `count` is how many there are, `left_out` how many more wait below.

    `ends` are the kinds of those chosen of which there may be more than are counted.
    """

    address: str
    groups: list[tuple[Rank, list[ShownItem]]]
    kinds: list[Kind]
    kind: str
    count: int
    left_out: int
    total: int
    several: str
    """Where many of the chosen kind are done at once."""

    @property
    def ends(self) -> list[Kind]:
        return [kind for kind in self.kinds if kind.ends and (not self.kind or kind.name == self.kind)]


def worklist(
    entries: Sequence[Entry],
    kinds: Mapping[str, Kinded],
    now: datetime,
    *,
    address: str,
    kind: str = "",
    focus: str = "",
) -> Worklist:
    """`address` is where the list stands, with what narrows it beside the kind.

    `focus` is the key of the item to go on with, of the first one if it went.
    """
    choices = _choices(entries, kinds, address)
    chosen = kind if any(kind == each.name for each in choices) else ""
    found = [entry for entry in entries if chosen in ("", entry.kind)]
    some = found[:SHOWN_AT_MOST]
    keys = [entry.item.key for entry in some]
    here = focus if focus in keys else next(iter(keys), "")
    back = {"kind": chosen} if chosen else {}
    shown = [
        (
            entry.urgency,
            _shown(
                entry.item,
                place,
                now,
                is_next=entry.item.key == here,
                works=bool(focus),
                back=_back(address, back, keys, place),
            ),
        )
        for place, entry in enumerate(some, start=1)
    ]
    groups = [(urgency, [item for _of, item in each]) for urgency, each in groupby(shown, key=lambda pair: pair[0])]
    several = url_for(kinds[chosen].several) if chosen and kinds[chosen].several else ""
    return Worklist(address, groups, choices, chosen, len(found), len(found) - len(some), len(entries), several)


def _choices(entries: Iterable[Entry], kinds: Mapping[str, Kinded], address: str) -> list[Kind]:
    """Those that there are, in the order of the features."""
    counts: dict[str, int] = {}
    for entry in entries:
        counts[entry.kind] = counts.get(entry.kind, 0) + 1
    return [
        Kind(
            name,
            _(each.words),
            counts[name],
            _with(address, {"kind": name}),
            url_for(each.everything) if each.everything else "",
        )
        for name, each in kinds.items()
        if name in counts
    ]


def _back(address: str, back: dict[str, str], keys: Sequence[str], place: int) -> str:
    """The list with the item after this one to go on with; after the last one its first."""
    following = keys[place] if place < len(keys) else keys[0]
    return _with(address, {**back, "focus": following})


def _with(address: str, values: Mapping[str, str]) -> str:
    return f"{address}{'&' if '?' in address else '?'}{urlencode(values)}"


def _shown(item: Item, place: int, now: datetime, *, is_next: bool, works: bool, back: str) -> ShownItem:
    waits, age, late = _waits(item, now), _age(item, now), _late(item, now)
    deeds = [_deed(deed, back) for deed in item.deeds]
    return ShownItem(item, place, waits, age, late, is_next, is_next and works, deeds)


def _deed(deed: Deed, back: str) -> ShownDeed:
    if deed.posts:
        return ShownDeed(deed.words, deed.url, True, {**deed.told, "back": back}, deed.shortcut)
    return ShownDeed(deed.words, with_back(deed.url, back), False, {}, deed.shortcut)


def _late(item: Item, now: datetime) -> str:
    """How long it is overdue; empty unless it is."""
    if not item.is_overdue(now):
        return ""
    days = days_late(item.due, now)
    return _("%(days)d일 지남", days=days) if days else _("지남")


def _age(item: Item, now: datetime) -> str:
    hours = max(int((now - item.since).total_seconds() // 3600), 0)
    if hours < 1:
        return _("방금 들어옴")
    if hours < HOURS_A_DAY:
        return _("%(hours)d시간 기다림", hours=hours)
    return _("%(days)d일 기다림", days=hours // HOURS_A_DAY)


def _waits(item: Item, now: datetime) -> str:
    """By when it is to be done, else since when it waits."""
    if item.due is None:
        return _("%(day)s부터", day=format_day(day_of(item.since)))
    if isinstance(item.due, datetime):
        return _("%(when)s까지", when=format_moment(item.due))
    if item.due == day_of(now):
        return _("오늘까지")
    return _("%(when)s까지", when=format_day(item.due))
