"""A closed working meeting with minutes of two to three pages."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, insert

from portal.consortium.meetings.models import AgendaItem, Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.states import MeetingKind, MeetingState, Presence
from portal.core import clock
from portal.core.ids import new_id

ATTENDEES, ITEMS = 9, 7
SAID = (
    "신청이 지난달보다 열두 건 늘었다. 청소와 소수리를 바라는 집이 많았고, 망원동에서 기다리는 날이 길어졌다.\n\n"
    "방문 기록이 하루 늦게 올라오는 일이 두 번 있었다. 방문을 마친 자리에서 휴대전화로 적기로 했다."
)


def add_closed_meeting(connection: Connection, office: UUID, now: datetime) -> UUID:
    """The meeting's id."""
    meeting, items = new_id(), [new_id() for _ in range(ITEMS)]
    began = now - timedelta(days=1)
    connection.execute(
        insert(Meeting),
        {
            "id": meeting,
            "kind": MeetingKind.WORKING,
            "number": 1000,
            "state": MeetingState.CLOSED,
            "starts_at": began,
            "ends_at": began + timedelta(hours=2),
            "place": "마포구 월드컵로 회의실",
            "host": "마포 1호 사회적협동조합",
            "writer_name": "사무국",
            "created_at": began,
            "closed_at": now,
            "closed_by_id": office,
        },
    )
    attendees = [
        {
            "meeting_id": meeting,
            "position_number": place,
            "organisation": f"마포 {place}호 협동조합",
            "name": "오세라",
            "presence": Presence.ATTENDED,
        }
        for place in range(1, ATTENDEES + 1)
    ]
    connection.execute(insert(Attendee), attendees)
    agenda = [
        {"id": item, "meeting_id": meeting, "position": place, "title": f"{place}월 이용과 대기", "discussion": SAID}
        for place, item in enumerate(items, 1)
    ]
    connection.execute(insert(AgendaItem), agenda)
    decided = [{"item_id": item, "text": "방문 기록은 방문한 날에 올린다.", "votes_for": ATTENDEES} for item in items]
    connection.execute(insert(Decision), decided)
    tasks = [
        {
            "meeting_id": meeting,
            "item_id": item,
            "task": "대기 가구에 전화하고 결과를 적기",
            "owner_name": "오세라",
            "due_on": clock.day_of(now) + timedelta(days=7),
        }
        for item in items
    ]
    connection.execute(insert(MeetingAction), tasks)
    return meeting
