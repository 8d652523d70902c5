"""What waits for a coordinator, whatever it belongs to: each feature tells its own, one list shows all by urgency.

All sources are one statement: each gives a SELECT of the same columns, and makes items of the rows that it gets back.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, String, Uuid, cast, literal, null, select, union_all

from portal.core import clock
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.core.sockets import Socket, Takes
from portal.core.urgency import Due, Rank, Weight, is_overdue, place_of, rank_of
from portal.db.session import plain_rows
from portal.db.types import UtcDateTime

AT_MOST = 50
"""Of each source, the first ones in its own order; a coordinator accompanies fewer households than that."""


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done about an item: a link to a page, or with `posts` a button that acts at once and has no key."""

    words: str
    url: str
    posts: bool = False
    told: Mapping[str, str] = field(default_factory=dict)
    shortcut: str = ""


@dataclass(frozen=True, slots=True)
class Whom:
    """The person whom an item is about, the page of the household, and whose household it is."""

    name: str
    url: str
    coordinator_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing that waits: what, about whom, since when, by when, and what is done; the first deed is the one."""

    key: str
    what: str
    deeds: tuple[Deed, ...]
    since: datetime
    due: Due = None
    weight: Weight = Weight.TASK
    whom: Whom | None = None
    more: str = ""
    mark: tuple[str, str] | None = None
    """A word and its tone beside what it is."""

    def is_overdue(self, now: datetime) -> bool:
        return self.weight is not Weight.WATCH and is_overdue(self.due, now)


class Told(NamedTuple):
    """A row of a source; what it does not tell is None."""

    id: UUID
    about_id: UUID | None
    household_id: UUID | None
    coordinator_id: UUID | None
    name: str | None
    number: str | None
    words: str | None
    more: str | None
    state: str | None
    since: datetime
    due_at: datetime | None
    due_on: date | None


TYPES: dict[str, Any] = {
    "id": Uuid(),
    "about_id": Uuid(),
    "household_id": Uuid(),
    "coordinator_id": Uuid(),
    "name": String(),
    "number": String(),
    "words": String(),
    "more": String(),
    "state": String(),
    "since": UtcDateTime(),
    "due_at": UtcDateTime(),
    "due_on": Date(),
}


def told(**columns: Any) -> list[ColumnElement[Any]]:
    """The columns of a source, in one order and of one type; those left out are NULL."""
    return [columns.get(name, cast(null(), kind)).label(name) for name, kind in TYPES.items()]


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose list it is, and when it is looked at."""

    viewer: Actor
    now: datetime

    @property
    def day(self) -> date:
        return clock.day_of(self.now)


@dataclass(frozen=True, slots=True)
class Source:
    """One kind of items: its words in the filter, who sees it, its rows in their order, and how they are told."""

    words: str
    permission: Permission
    rows: Callable[[Desk], Select[Any]]
    items: Callable[[Sequence[Told], Desk], Iterable[Item]]
    several: str = ""
    """The endpoint of the page where many of them are done at once."""

    everything: str = ""
    """The endpoint of the list on which all of them stand, page by page."""


AGENDA: Socket[Source] = Socket("what waits for a coordinator, by kind", Takes.ONE)


class Kinded(Protocol):
    """A kind of items, as the list that shows them takes it."""

    @property
    def words(self) -> str: ...
    @property
    def several(self) -> str: ...
    @property
    def everything(self) -> str: ...


class Entry(NamedTuple):
    """An item with its kind and how urgent it is."""

    kind: str
    item: Item
    urgency: Rank


def agenda_of(desk: Desk) -> list[Entry]:
    """Everything that waits, the most urgent first."""
    sources = {kind: source for kind, source in AGENDA.items() if desk.viewer.can(source.permission)}
    rows = _rows({kind: source.rows(desk) for kind, source in sources.items()})
    found = [entry_of(kind, item, desk.now) for kind, some in rows.items() for item in sources[kind].items(some, desk)]
    return in_order(found, desk.now)


def in_order(entries: Iterable[Entry], now: datetime) -> list[Entry]:
    def place(entry: Entry) -> tuple[tuple[int, bool, datetime], str]:
        item = entry.item
        return place_of(item.weight, item.due, item.since, now), item.key

    return sorted(entries, key=place)


def entry_of(kind: str, item: Item, now: datetime) -> Entry:
    return Entry(kind, item, rank_of(item.weight, item.due, now))


def _rows(statements: Mapping[str, Select[Any]]) -> dict[str, list[Told]]:
    """The rows of each kind, all brought by one statement."""
    parts = []
    for kind, statement in statements.items():
        some = statement.limit(AT_MOST).subquery()
        parts.append(select(literal(kind, String()).label("kind"), *some.c))
    rows: dict[str, list[Told]] = defaultdict(list)
    if parts:
        together = union_all(*parts).subquery()
        for row in plain_rows(select(*together.c)):
            kind, *values = tuple(row)
            rows[kind].append(Told(*values))
    return rows
