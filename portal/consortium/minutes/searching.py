"""The search over minutes: points, decisions and tasks of closed meetings, and what stands in sealed ones since."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, joinedload

from portal.audit.persons import conceal_texts, reads_without_persons
from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.scope import meetings_in_scope
from portal.consortium.meetings.states import RESTRICTED, MeetingState, Presence
from portal.consortium.minutes.models import Minutes, MinutesReply
from portal.consortium.minutes.queries import find_minutes, objections, taken_in
from portal.consortium.minutes.states import FoundPart, MinutesState
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.permissions import Permission
from portal.core.searching import Piece, fold, one_line, snippet, words_of
from portal.db.search import EVERYTHING, Among, Entry, SearchText, found_in, shelve
from portal.extensions import db

OPEN, APART = "minutes", "minutes_apart"
"""Under which kind minutes are found; those that speak about people lie apart, and are found by who may open them."""
SHOWN_AT_MOST = 30
LOOKED_THROUGH = 300
"""Of so many that have the words those are shown to whoever reads without persons in which no name was the word."""
SHORTEST_NAME = 2
_OF_A_DAY, _LAST = 100, 99

Column = InstrumentedAttribute[UUID]
Sat = Callable[[str, Column, Column], ColumnElement[bool]]
Thing = AgendaItem | Decision | MeetingAction | MinutesReply


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for; `person` was there, brought the point in, has the task to do or said it of the minutes."""

    words: str = ""
    person: str = ""
    since: date | None = None
    until: date | None = None
    part: FoundPart | None = None

    @property
    def is_narrowed(self) -> bool:
        return bool(self.person or self.since or self.until or self.part)


@dataclass(frozen=True, slots=True)
class Hit:
    """`item` is the point it belongs to; None where it belongs to the whole meeting."""

    part: FoundPart
    thing: Any
    meeting: Meeting
    item: AgendaItem | None
    pieces: list[Piece]


def search_minutes(sought: Sought, *, viewer: Actor) -> list[Hit]:
    """The newest thirty that have all the words, for whoever reads of their meetings.

    Whoever reads without persons looks for none: what they are shown is searched, with codes in place of names.
    """
    viewer.require(Permission.MEETING_READ)
    words, without_persons = words_of(sought.words), reads_without_persons(viewer)
    if without_persons or len(sought.person) < SHORTEST_NAME:
        sought = replace(sought, person="")
    limit = LOOKED_THROUGH if without_persons and words else SHOWN_AT_MOST
    things = _things(_ids(words, sought, viewer, limit), viewer)
    texts = [text_of(thing) for _part, thing, _meeting in things]
    if without_persons:
        texts = conceal_texts(texts, reader_id=viewer.user_id)
    hits = [
        Hit(part, thing, meeting, item_of(thing), snippet(text, words))
        for (part, thing, meeting), text in zip(things, texts, strict=True)
        if not without_persons or all(word in fold(one_line(text)) for word in words)
    ]
    return hits[:SHOWN_AT_MOST]


def let_be_found(meeting: Meeting) -> None:
    """Points, decisions and tasks of a closed meeting, and what stands in its minutes since they are sealed."""
    shelve(db.session, _kind_of(meeting), list(_entries(meeting)))


def let_outcome_be_found(task: MeetingAction) -> None:
    """How a task of a closed meeting ended, or no more."""
    meeting = task.meeting
    shelve(db.session, _kind_of(meeting), [Entry(task.id, rank_of(meeting, task), text_of(task))])


def _kind_of(meeting: Meeting) -> str:
    return APART if meeting.kind in RESTRICTED else OPEN


def shelve_what_is_missing() -> int:
    """Let be found whatever was closed before there was a search; answers how many meetings that were."""
    there = select(AgendaItem.id).where(
        AgendaItem.meeting_id == Meeting.id, AgendaItem.id.in_(select(SearchText.thing_id))
    )
    missing = select(Meeting).where(Meeting.state == MeetingState.CLOSED, ~there.exists(), Meeting.items.any())
    meetings = db.session.scalars(missing.order_by(Meeting.id)).all()
    for meeting in meetings:
        let_be_found(meeting)
    return len(meetings)


def text_of(thing: Thing) -> str:
    """What can be found in it; who brought it in or has it to do is no part of it."""
    match thing:
        case AgendaItem():
            said: tuple[str, ...] = (thing.title, thing.note, thing.discussion, thing.information)
        case Decision():
            said = (thing.text, thing.reason)
        case MeetingAction():
            said = (thing.task, thing.outcome)
        case _:
            said = (thing.words, thing.reason)
    return "\n".join(filter(None, said))


def item_of(thing: Thing) -> AgendaItem | None:
    return thing if isinstance(thing, AgendaItem) else thing.item


def rank_of(meeting: Meeting, thing: Thing) -> int:
    """The newest meeting first, then as its points stand."""
    item = item_of(thing)
    place = min(item.position, _LAST) if item else _LAST
    return place - day_of(meeting.starts_at).toordinal() * _OF_A_DAY


def _entries(meeting: Meeting) -> Iterator[Entry]:
    things: list[Thing] = [*meeting.items, *(each for item in meeting.items for each in item.decisions)]
    things += meeting.actions
    minutes = find_minutes(meeting)
    if minutes is not None and minutes.state is MinutesState.SEALED:
        things += [*taken_in(minutes), *objections(minutes)]
    for thing in things:
        yield Entry(thing.id, rank_of(meeting, thing), text_of(thing))


def _ids(words: Sequence[str], sought: Sought, viewer: Actor, limit: int) -> list[UUID]:
    """Those of meetings about people are looked up in the scope of the viewer."""
    if not words and not sought.is_narrowed:
        return []
    kinds = [_among(OPEN, sought, EVERYTHING), _among(APART, sought, meetings_in_scope(viewer))]
    return found_in(db.session, kinds, words, limit=limit, ranked=_in_time(sought))


def _among(kind: str, sought: Sought, in_scope: ColumnElement[bool]) -> Among:
    """Thing by thing, as few have the words; of somebody who sat in few meetings at once, by those meetings."""
    if in_scope is EVERYTHING and not sought.person and not sought.part:
        return Among(kind)
    parts = [sought.part] if sought.part else list(FoundPart)
    within = or_(*(_is_of(part, sought.person, in_scope) for part in parts))
    at_once = or_(*(_is_one_of(part, sought.person, in_scope) for part in parts)) if sought.person else None
    return Among(kind, within, at_once)


def _is_of(part: FoundPart, person: str, in_scope: ColumnElement[bool]) -> ColumnElement[bool]:
    about = _about(part, person, _sat_there) if person else EVERYTHING
    return _rows(part).where(_TABLES[part].id == SearchText.thing_id, in_scope, about).exists()


def _is_one_of(part: FoundPart, person: str, in_scope: ColumnElement[bool]) -> ColumnElement[bool]:
    things = _rows(part).with_only_columns(_TABLES[part].id).where(in_scope, _about(part, person, _sat_in_one))
    return SearchText.thing_id.in_(things)


def _in_time(sought: Sought) -> ColumnElement[bool]:
    """By the day that is in the rank."""
    since = SearchText.rank <= _LAST - sought.since.toordinal() * _OF_A_DAY if sought.since else EVERYTHING
    until = SearchText.rank >= -sought.until.toordinal() * _OF_A_DAY if sought.until else EVERYTHING
    return and_(since, until)


def _about(part: FoundPart, person: str, sat: Sat) -> ColumnElement[bool]:
    was_there = sat(person, Attendee.meeting_id, Meeting.id)
    match part:
        case FoundPart.POINT:
            return was_there | AgendaItem.presenter.contains(person, autoescape=True)
        case FoundPart.DECISION:
            return was_there
        case FoundPart.TASK:
            return MeetingAction.owner_name.contains(person, autoescape=True)
        case FoundPart.REPLY:
            return sat(person, Attendee.id, MinutesReply.seat_id)


def _came(person: str) -> ColumnElement[bool]:
    """SQL on `Attendee`: somebody was there themselves, or in the place of another."""
    came = Attendee.presence.in_((Presence.ATTENDED, Presence.OBSERVED))
    named = came & (Attendee.named_as == "") & Attendee.name.contains(person, autoescape=True)
    return named | Attendee.stand_in.contains(person, autoescape=True)


def _sat_there(person: str, of_seat: Column, here: Column) -> ColumnElement[bool]:
    return exists().where(of_seat == here, _came(person))


def _sat_in_one(person: str, of_seat: Column, here: Column) -> ColumnElement[bool]:
    return here.in_(select(of_seat).where(_came(person)))


_TABLES: dict[FoundPart, Any] = {
    FoundPart.POINT: AgendaItem,
    FoundPart.DECISION: Decision,
    FoundPart.TASK: MeetingAction,
    FoundPart.REPLY: MinutesReply,
}


def _rows(part: FoundPart) -> Select[Any]:
    """Each with its meeting and the point that it belongs to."""
    rows = select(_TABLES[part], Meeting)
    if part is not FoundPart.POINT:
        rows = rows.options(joinedload(_TABLES[part].item))
    match part:
        case FoundPart.DECISION:
            rows = rows.join(AgendaItem, AgendaItem.id == Decision.item_id)
            return rows.join(Meeting, Meeting.id == AgendaItem.meeting_id)
        case FoundPart.REPLY:
            rows = rows.join(Minutes, Minutes.id == MinutesReply.minutes_id)
            return rows.join(Meeting, Meeting.id == Minutes.meeting_id)
    return rows.join(Meeting, Meeting.id == _TABLES[part].meeting_id)


def _things(ids: Sequence[UUID], viewer: Actor) -> list[tuple[FoundPart, Thing, Meeting]]:
    """In their order, without what the viewer may not open."""
    if not ids:
        return []
    things: list[tuple[FoundPart, Thing, Meeting]] = []
    for part in FoundPart:
        rest = set(ids) - {thing.id for _part, thing, _meeting in things}
        rows = _rows(part).where(_TABLES[part].id.in_(rest), meetings_in_scope(viewer))
        things += [(part, thing, meeting) for thing, meeting in db.session.execute(rows)] if rest else []
    place = {thing_id: number for number, thing_id in enumerate(ids)}
    return sorted(things, key=lambda each: (rank_of(each[2], each[1]), place[each[1].id]))
