"""The list of whom to call: one entry for each household, with all the reasons for it, the most urgent first."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, String, and_, literal, or_, select, union_all

from portal.coordinators.calls.to_call import TO_CALL, Reason, ToCall
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.core.actors import Actor
from portal.core.urgency import Due, Rank, Weight, place_of, rank_of
from portal.db.session import plain_rows
from portal.monitoring.calls.models import CallTurn
from portal.monitoring.calls.queries import turns_of
from portal.residents.households.models import Household
from portal.web.agenda import Desk

AT_MOST = 60
"""Whoever has called these sees the next ones."""
Place = tuple[int, bool, datetime]
Narrow = Callable[[Select[Any], bool], Select[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the list is narrowed to; empty is everything."""

    kind: str = ""
    dong_code: str = ""
    coordinator_id: UUID | None = None


EVERYBODY = Asked()


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason with what is to be said of it; one that `rests` waits for the next try."""

    kind: str
    source: ToCall
    reason: Reason
    words: str
    rests: bool

    @property
    def about_id(self) -> UUID:
        return self.reason.household_id or self.reason.id

    @property
    def due(self) -> Due:
        return self.source.due(self.reason)

    @property
    def weight(self) -> Weight:
        return Weight(self.reason.weight)

    def place(self, now: datetime) -> Place:
        return place_of(self.weight, self.due, self.reason.since, now)


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody to call, by household, or by the thing of somebody who is not in care; the first cause is the one."""

    about_id: UUID
    household_id: UUID | None
    causes: tuple[Cause, ...]
    turn: CallTurn | None
    rank: Rank

    @classmethod
    def without_reason(cls, household_id: UUID, turn: CallTurn | None) -> "Entry":
        """Somebody who called us by themselves, or is called beside the list."""
        return cls(household_id, household_id, (), turn, Rank.LATER)

    @property
    def first(self) -> Cause:
        return self.causes[0]

    def taken_by_other(self, viewer_id: UUID | None, now: datetime) -> bool:
        return self.is_taken(now) and self.turn is not None and self.turn.taken_by_id != viewer_id

    def is_taken(self, now: datetime) -> bool:
        return self.turn is not None and self.turn.taken_until is not None and self.turn.taken_until > now

    def is_mine(self, viewer_id: UUID | None, now: datetime) -> bool:
        return self.is_taken(now) and not self.taken_by_other(viewer_id, now)


def entries(desk: Desk, asked: Asked = EVERYBODY) -> list[Entry]:
    """The first ones of all that are to be called now."""
    sources = {kind: source for kind, source in _sources(desk).items() if not asked.kind or kind == asked.kind}
    found = _causes(desk, sources, lambda rows, rests: _narrowed(rows, asked, desk, rests=rests), limit=AT_MOST)
    in_order = sorted(found, key=lambda cause: cause.place(desk.now))
    keys = list(dict.fromkeys(cause.about_id for cause in in_order))[:AT_MOST]
    return entries_of(keys, desk)


def entries_of(about_ids: Collection[UUID], desk: Desk, *, resting: bool = False) -> list[Entry]:
    """These with all reasons that the viewer sees; those for which nothing speaks, or that only rest, are left out.

    With `resting` these stay: whoever calls us in the meantime has been reached.
    """
    if not about_ids:
        return []
    turns = turns_of(about_ids)
    at_rest = {key for key, turn in turns.items() if turn.rests_until is not None and turn.rests_until > desk.now}
    sources = {kind: replace(each, rows=each.heard or each.rows) for kind, each in _sources(desk).items()}
    found = _causes(desk, sources, lambda rows, _rests: _about(rows, about_ids), resting=at_rest)
    by_key: dict[UUID, list[Cause]] = {}
    for cause in found:
        by_key.setdefault(cause.about_id, []).append(_as_promised(cause, turns.get(cause.about_id)))
    made = [_entry(key, causes, turns.get(key), desk) for key, causes in by_key.items()]
    shown = [entry for entry in made if resting or not entry.first.rests]
    return sorted(shown, key=lambda entry: (entry.first.place(desk.now), str(entry.about_id)))


def entry_of(about_id: UUID, viewer: Actor, now: datetime, *, resting: bool = False) -> Entry | None:
    """None where nothing speaks for calling any more, or the viewer does not see it."""
    return next(iter(entries_of([about_id], Desk(viewer, now), resting=resting)), None)


def _as_promised(cause: Cause, turn: CallTurn | None) -> Cause:
    """Who is not in care has no reason of its own for the time at which they asked to be called."""
    if turn is None or turn.again_at is None or cause.reason.household_id is not None:
        return cause
    return replace(cause, reason=cause.reason._replace(due_at=turn.again_at))


def _entry(key: UUID, causes: Sequence[Cause], turn: CallTurn | None, desk: Desk) -> Entry:
    """What rests comes last, and says nothing about how urgent it is."""
    in_order = tuple(sorted(causes, key=lambda cause: (cause.rests, cause.place(desk.now))))
    first = in_order[0]
    rank = rank_of(first.weight, first.due, desk.now)
    return Entry(key, first.reason.household_id, in_order, turn, rank)


def _sources(desk: Desk) -> dict[str, ToCall]:
    return {kind: source for kind, source in TO_CALL.items() if desk.viewer.can(source.permission)}


def _causes(
    desk: Desk,
    sources: Mapping[str, ToCall],
    narrow: Narrow,
    *,
    limit: int | None = None,
    resting: Collection[UUID] = (),
) -> list[Cause]:
    """The reasons of all kinds, brought by one statement; what is not so any more is left out."""
    statements = {kind: narrow(source.rows(desk), source.rests).limit(limit) for kind, source in sources.items()}
    found = []
    for kind, rows in _rows(statements).items():
        source = sources[kind]
        words = source.told(rows, desk)
        for row in rows:
            if row.id in words:
                rests = source.rests and (row.household_id or row.id) in resting
                found.append(Cause(kind, source, row, words[row.id], rests))
    return found


def _rows(statements: Mapping[str, Select[Any]]) -> dict[str, list[Reason]]:
    parts = []
    for kind, statement in statements.items():
        some = statement.subquery()
        parts.append(select(literal(kind, String()).label("kind"), *some.c))
    rows: dict[str, list[Reason]] = {}
    for row in plain_rows(select(*union_all(*parts).subquery().c)) if parts else ():
        kind, *values = tuple(row)
        rows.setdefault(kind, []).append(Reason(*values))
    return rows


def _about(rows: Select[Any], about_ids: Collection[UUID]) -> Select[Any]:
    columns = rows.selected_columns
    own = and_(columns.household_id.is_(None), columns.id.in_(about_ids))
    return rows.where(or_(columns.household_id.in_(about_ids), own))


def _narrowed(rows: Select[Any], asked: Asked, desk: Desk, *, rests: bool) -> Select[Any]:
    return rows.where(*_conditions(rows, asked, desk, rests=rests))


def _conditions(rows: Select[Any], asked: Asked, desk: Desk, *, rests: bool) -> Iterable[ColumnElement[bool]]:
    return (*_waking(rows, desk, rests=rests), *_where(rows, asked))


def _waking(rows: Select[Any], desk: Desk, *, rests: bool) -> Iterator[ColumnElement[bool]]:
    """Whoever did not answer is not called again before the next try."""
    if rests:
        columns = rows.selected_columns
        resting = select(CallTurn.about_id).where(CallTurn.rests_until > desk.now)
        own = and_(columns.household_id.is_(None), columns.id.not_in(resting))
        yield or_(columns.household_id.not_in(resting), own)


def _where(rows: Select[Any], asked: Asked) -> Iterator[ColumnElement[bool]]:
    columns = rows.selected_columns
    if asked.dong_code:
        there = select(Household.id).where(Household.dong_code == asked.dong_code)
        yield or_(columns.household_id.in_(there), columns.dong_code == asked.dong_code)
    if asked.coordinator_id:
        theirs = select(CareCase.household_id).where(CareCase.coordinator_id == asked.coordinator_id, OPEN)
        yield columns.household_id.in_(theirs)
