"""The meetings of the two years before the portal was used, entered as they were: closed, with what was decided.

They are many and nobody confirms them any more, so their rows are written at once; the later ones are held by the
actions of the portal, and their minutes sealed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert

from portal.audit.models import Step
from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.rules import REVIEW_ITEM, Rhythm, rhythm_of
from portal.consortium.meetings.states import MEETING_STATES, MeetingKind, MeetingState, MeetingVerb, Presence
from portal.consortium.members.queries import get_organisation
from portal.consortium.minutes.searching import shelve_what_is_missing
from portal.core.clock import at, day_of
from portal.core.ids import new_id
from portal.core.permissions import Permission
from portal.db.base import Base
from portal.demo.corpus import read_data
from portal.demo.world import World
from portal.extensions import current_settings, db

WORKING_MONTHS, ADVISORY_MONTHS = range(21, 0, -1), range(21, 0, -3)
"""So many months before the first meeting that is told: each one, and every third."""
STARTS, LASTS, CLOSED_AFTER, PLANNED_BEFORE = time(14), timedelta(hours=2), timedelta(minutes=170), timedelta(days=8)
DUE, DONE = timedelta(days=14), timedelta(days=10)
EVERY = 7
"""Every seventh of those who are asked is away, each time others."""

Rows = dict[type[Base], list[dict[str, Any]]]


@dataclass
class _Earlier:
    """The rows of all meetings."""

    world: World
    data: dict[str, Any]
    place: dict[str, str]
    rows: Rows = field(
        default_factory=lambda: {table: [] for table in (Meeting, Attendee, AgendaItem, Decision, MeetingAction, Step)}
    )

    def add(self, kind: MeetingKind, number: int, starts_at: datetime, told: Sequence[dict[str, str]]) -> None:
        meeting_id, closed = new_id(), starts_at + CLOSED_AFTER
        office = self.world.actors["office"].name
        held = {"starts_at": starts_at, "ends_at": starts_at + LASTS, "writer_name": office, **self.place}
        course = {"state": MeetingState.CLOSED, "created_at": starts_at - PLANNED_BEFORE, "closed_at": closed}
        self.rows[Meeting].append({"id": meeting_id, "kind": kind, "number": number, **held, **course})
        self.rows[Step] += self.steps(meeting_id, starts_at - PLANNED_BEFORE, closed, office)
        there = list(self.attendees(meeting_id, number))
        self.rows[Attendee] += there
        first = {"title": REVIEW_ITEM, "discussion": self.data["review"]}
        for position, item in enumerate((first, *told), 1):
            self.add_item(meeting_id, position, item, there, day_of(starts_at))

    def add_item(
        self, meeting_id: UUID, position: int, told: dict[str, str], there: list[dict[str, Any]], day: date
    ) -> None:
        item_id = new_id()
        said = {"title": told["title"], "discussion": told["discussion"], "is_standing": position == 1}
        self.rows[AgendaItem].append({"id": item_id, "meeting_id": meeting_id, "position": position, **said})
        if "decision" in told:
            votes = sum(seat["presence"] is Presence.ATTENDED for seat in there)
            decided = {"text": told["decision"], "votes_for": votes}
            self.rows[Decision].append({"id": new_id(), "item_id": item_id, **decided})
        if "task" in told:
            owner = there[day.month % len(there)]["name"]
            done = {"done_at": at(day + DONE, STARTS), "outcome": told["outcome"]}
            task = {"task": told["task"], "owner_name": owner, "due_on": day + DUE, **done}
            self.rows[MeetingAction].append({"id": new_id(), "meeting_id": meeting_id, "item_id": item_id, **task})

    def attendees(self, meeting_id: UUID, number: int) -> Iterator[dict[str, Any]]:
        asked = [actor for actor in self.world.actors.values() if actor.can(Permission.MEETING_JOIN)]
        for place, actor in enumerate(asked, 1):
            own = actor.organisation_id
            of = get_organisation(own).name if own else current_settings().office_name
            presence = Presence.EXCUSED if (place + number) % EVERY == 0 else Presence.ATTENDED
            seat = {"position_number": place, "organisation": of, "name": actor.name, "presence": presence}
            yield {"id": new_id(), "meeting_id": meeting_id, **seat}

    @staticmethod
    def steps(meeting_id: UUID, planned: datetime, closed: datetime, office: str) -> Iterator[dict[str, Any]]:
        course = (
            (MeetingVerb.PLAN, None, MeetingState.PLANNED, planned),
            (MeetingVerb.CLOSE, MeetingState.PLANNED, MeetingState.CLOSED, closed),
        )
        for verb, before, after, moment in course:
            taken = {"verb": verb, "before": before, "after": after, "at": moment, "by_name": office}
            yield {"id": new_id(), "kind": MEETING_STATES.kind, "thing_id": meeting_id, **taken}


def enter_earlier_meetings(world: World, place: dict[str, str], first: dict[MeetingKind, date]) -> None:
    """In the rhythm of the `first` ones that are told, so that those to come follow it."""
    data = read_data("earlier.toml")
    earlier = _Earlier(world, data, place)
    months, matters, advice = data["months"], data["matters"], data["advice"]
    for number, day in enumerate(_days(first[MeetingKind.WORKING], WORKING_MONTHS), 1):
        told = (months[day.month - 1], matters[number % len(matters)])
        earlier.add(MeetingKind.WORKING, number, at(day, STARTS), told)
    for number, day in enumerate(_days(first[MeetingKind.ADVISORY], ADVISORY_MONTHS), 1):
        earlier.add(MeetingKind.ADVISORY, number, at(day, STARTS), (advice[number % len(advice)],))
    for table, rows in earlier.rows.items():
        db.session.execute(insert(table), rows)
    shelve_what_is_missing()


def _days(first: date, months: Sequence[int]) -> Iterator[date]:
    rhythm, month = rhythm_of([first])
    for before in months:
        yield _day(rhythm, month, before)


def _day(rhythm: Rhythm, month: date, before: int) -> date:
    year, place = divmod(month.year * 12 + month.month - 1 - before, 12)
    return rhythm.day_in(date(year, place + 1, 1))
