"""How whom to call is told in the list: reasons, whose turn it is, and the way to the household."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from flask import url_for

from portal.coordinators.desk.queries.households import people_of
from portal.core.actors import Actor
from portal.core.clock import SEOUL
from portal.core.masking import mask_name
from portal.monitoring.calls.entries import Cause, Entry
from portal.monitoring.calls.queries import coordinators_of
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Whom
from portal.web.agenda import Entry as Listed
from portal.web.words import gettext as _

CALL = "c"
"""The key that takes the call of the chosen row."""
KEY = "call-"
MESSAGES = "messages"
"""The kind of which several can be answered at once."""


def listed(found: Sequence[Entry], desk: Desk) -> list[Listed]:
    """Each as the list takes it."""
    ids = [entry.household_id for entry in found if entry.household_id]
    people = people_of(ids) if ids else {}
    coordinators = coordinators_of(ids) if ids else {}
    return [Listed(entry.first.kind, _item(entry, people, coordinators, desk), entry.rank) for entry in found]


def focus_of(found: Sequence[Entry], focus: str, desk: Desk) -> str:
    """The entry to go on with: the one that is named, or the next one after it that nobody has taken."""
    keys = [f"{KEY}{entry.about_id}" for entry in found]
    if not focus:
        return ""
    start = keys.index(focus) if focus in keys else 0
    free = [not entry.taken_by_other(desk.viewer.user_id, desk.now) for entry in found]
    order = [*range(start, len(found)), *range(start)]
    return next((keys[place] for place in order if free[place]), focus)


def messages_by_key(found: Sequence[Entry]) -> dict[str, list[tuple[UUID, str]]]:
    """The messages of each entry with their words, to be ticked off together."""
    return {
        f"{KEY}{entry.about_id}": [(cause.reason.id, cause.words) for cause in entry.causes if cause.kind == MESSAGES]
        for entry in found
    }


def _item(entry: Entry, people: Mapping[UUID, Person], coordinators: Mapping[UUID, UUID], desk: Desk) -> Item:
    first = entry.first
    return Item(
        key=f"{KEY}{entry.about_id}",
        what=reasons_in_words(entry.causes),
        whom=_whom(entry, people, coordinators),
        more=" · ".join(cause.words for cause in entry.causes if cause.words),
        mark=_mark(entry, desk.viewer, desk.now),
        since=first.reason.since,
        due=first.due,
        weight=first.weight,
        deeds=tuple(_deeds(entry, desk)),
    )


def reasons_in_words(causes: Sequence[Cause]) -> str:
    """안부 전화 · 전하지 못한 소식"""
    return " · ".join(dict.fromkeys(_(cause.source.words) for cause in causes))


def _whom(entry: Entry, people: Mapping[UUID, Person], coordinators: Mapping[UUID, UUID]) -> Whom:
    """Whoever is not in care has no file: their name leads to the call."""
    person = people.get(entry.household_id) if entry.household_id else None
    name = mask_name(person.name if person else entry.first.reason.name or _("이름을 밝히지 않은 분"))
    call_url = url_for("calling.call", about_id=entry.about_id)
    if entry.household_id is not None and entry.household_id in coordinators:
        url = url_for("desk.household", household_id=entry.household_id)
        return Whom(name, url, coordinators[entry.household_id])
    return Whom(name, call_url, None)


def _mark(entry: Entry, viewer: Actor, now: datetime) -> tuple[str, str] | None:
    turn = entry.turn
    if turn is None:
        return None
    if entry.is_taken(now) and turn.taken_until is not None:
        if entry.is_mine(viewer.user_id, now):
            return _("내가 맡음 %(until)s까지", until=at_clock(turn.taken_until)), "info"
        name = turn.taken_by.name if turn.taken_by else ""
        return _("%(name)s 통화 중 %(until)s까지", name=name, until=at_clock(turn.taken_until)), "progress"
    if turn.tries:
        return _("%(tries)d번 안 받음", tries=turn.tries), "warning"
    return None


def at_clock(moment: datetime) -> str:
    return f"{moment.astimezone(SEOUL):%H:%M}"


def _deeds(entry: Entry, desk: Desk) -> Iterator[Deed]:
    """What a colleague has taken is not called; what is one's own goes on where it was."""
    if entry.is_mine(desk.viewer.user_id, desk.now):
        yield Deed(_("이어서 하기"), url_for("calling.call", about_id=entry.about_id), shortcut=CALL)
    elif not entry.is_taken(desk.now):
        yield Deed(_("전화 걸기"), url_for("calling.take", about_id=entry.about_id), posts=True, shortcut=CALL)
