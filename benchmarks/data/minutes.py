"""Closed meetings of many years, with what stands in the index of what was said, decided and given to be done."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert

from benchmarks.data.consortium import Consortium
from benchmarks.data.households import BATCH
from benchmarks.data.texts import Shelf
from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.states import MeetingKind, MeetingState, Presence
from portal.consortium.minutes.searching import APART, OPEN
from portal.core.ids import new_id
from portal.db.base import Base
from portal.db.inserting import table_of

POINTS, DECISIONS, TASKS, SEATS = 12, 8, 5, 9
OF_A_MEETING = POINTS + DECISIONS + TASKS
APART_EACH = 10
"""Every tenth meeting speaks about people; to every tenth of those one coordinator is asked."""
PERSON = "오다은"
NAMES = (PERSON, "김하나", "이두리", "박세라", "최나라", "정다운", "한보람", "윤아름", "서가람", "임누리", "강한솔")
OF_TASK, OF_DECISION = 120, 200
Rows = dict[type[Base], list[dict[str, Any]]]


def add_minutes(connection: Connection, made: Consortium, shelf: Shelf, texts: Iterator[str], meetings: int) -> None:
    rows: Rows = {table: [] for table in (Meeting, Attendee, AgendaItem, Decision, MeetingAction)}
    for number in range(1, meetings + 1):
        _add_meeting(rows, shelf, texts, number, made)
    for table, some in rows.items():
        for first in range(0, len(some), BATCH):
            connection.execute(insert(table_of(table)), some[first : first + BATCH])


def _add_meeting(rows: Rows, shelf: Shelf, texts: Iterator[str], number: int, made: Consortium) -> None:
    """One a day, the first yesterday."""
    meeting, day, apart = new_id(), made.today - timedelta(days=number), number % APART_EACH == 0
    kind = MeetingKind.CASE_CONFERENCE if apart else MeetingKind.WORKING
    began, place = made.now - timedelta(days=number), "마포구 월드컵로 회의실"
    course = {"state": MeetingState.CLOSED, "starts_at": began, "ends_at": began, "created_at": began}
    course |= {"closed_at": began, "closed_by_id": made.office, "place": place, "host": "마포 1호"}
    rows[Meeting].append({"id": meeting, "kind": kind, "number": number, **course})
    coordinator = made.coordinators[0] if number % (APART_EACH * APART_EACH) == 0 else None
    for seat in range(SEATS):
        who = {"position_number": seat, "organisation": "마포 1호", "presence": Presence.ATTENDED}
        name, user = NAMES[(number + seat) % len(NAMES)], None if seat else coordinator
        rows[Attendee].append({"meeting_id": meeting, "name": name, "user_id": user, **who})
    rank, items = -day.toordinal() * 100, list[UUID]()

    def put(thing: UUID, item: int, text: str) -> None:
        shelf.put(APART if apart else OPEN, thing, rank + item + 1, text)

    for item in range(POINTS):
        items.append(new_id())
        said = {"position": item + 1, "title": f"{item + 1}번째 안건", "discussion": next(texts)}
        rows[AgendaItem].append({"id": items[-1], "meeting_id": meeting, **said})
        put(items[-1], item, f"{said['title']} {said['discussion']}")
    for place_of in range(DECISIONS):
        decision, words = new_id(), next(texts)[-OF_DECISION:]
        rows[Decision].append({"id": decision, "item_id": items[place_of], "text": words})
        put(decision, place_of, words)
    for place_of in range(TASKS):
        task, words = new_id(), next(texts)[-OF_TASK:]
        owner = {"owner_name": NAMES[(number + place_of) % len(NAMES)], "due_on": day + timedelta(days=7)}
        rows[MeetingAction].append(
            {"id": task, "meeting_id": meeting, "item_id": items[place_of], "task": words, **owner}
        )
        put(task, place_of, words)
