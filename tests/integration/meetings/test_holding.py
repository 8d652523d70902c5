"""A meeting under way: begun on its day, its points timed, what was told and why something was decided kept."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import Beside, Outcome
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.queries import meeting_to_come, planned_meeting, sitting
from portal.consortium.meetings.rules import Outlook
from portal.consortium.meetings.states import MeetingKind, MeetingState, Presence, Quorum
from portal.consortium.meetings.timing import standing_point
from portal.consortium.minutes.searching import Sought, search_minutes
from portal.consortium.minutes.states import FoundPart
from portal.core import clock
from portal.core.errors import Conflict, DomainError
from portal.core.permissions import Role
from portal.documents.pdf import document_pdf
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.meetings import AFTER, BEFORE, START, hold, make_meeting, values
from tests.pages import words_of
from tests.unit.documents.reading import text_of

EARLY, MINUTE = START - timedelta(minutes=10), timedelta(minutes=1)
OVER = START + timedelta(minutes=150)
"""Half an hour after the meeting was to end."""


@pytest.fixture
def user(session: Session) -> User:
    return make_user(Role.OFFICE, name="한지원")


@pytest.fixture
def meeting(user: User) -> Meeting:
    return make_meeting(user.actor)


class TestBeginning:
    def test_on_its_day_before_its_time_and_back_while_nothing_is_written(self, meeting: Meeting, user: User) -> None:
        office = user.actor
        with pytest.raises(DomainError, match="회의 날에 시작"):
            actions.begin_meeting(meeting, actor=office, now=START - timedelta(days=1))
        with pytest.raises(DomainError, match="회의 날에 시작"):
            actions.begin_meeting(meeting, actor=office, now=START + timedelta(days=1))
        actions.begin_meeting(meeting, actor=office, now=EARLY)
        assert (meeting.state, meeting.begun_at) == (MeetingState.UNDER_WAY, EARLY)
        assert planned_meeting(MeetingKind.WORKING) is meeting
        assert meeting_to_come(MeetingKind.WORKING, EARLY) is None, "what is proposed now waits for the next one"
        with pytest.raises(DomainError, match="시작 시각은 바꾸지"):
            actions.change_meeting(meeting, values(START + timedelta(days=7)), actor=office, now=EARLY)
        with pytest.raises(Conflict):
            actions.cancel_meeting(meeting, actor=office, now=EARLY)
        actions.take_begin_back(meeting, actor=office, now=EARLY)
        assert (meeting.state, meeting.begun_at) == (MeetingState.PLANNED, None)
        actions.begin_meeting(meeting, actor=office, now=EARLY)
        hold(meeting, office)
        with pytest.raises(Conflict, match="되돌릴 수 없습니다"):
            actions.take_begin_back(meeting, actor=office, now=START)

    def test_what_is_decided_after_its_hours_counts_who_is_there_then(self, meeting: Meeting, user: User) -> None:
        office = user.actor
        actions.begin_meeting(meeting, actor=office, now=START)
        actions.record_attendance(meeting, {meeting.attendees[0].id: Presence.ATTENDED}, actor=office, now=START)
        meeting.quorum = Quorum.HALF
        assert sitting(meeting, START) == Outlook(1, len(meeting.attendees) // 2 + 1)
        decision = actions.add_decision(meeting.items[0], Outcome("늘린다."), actor=office, now=OVER)
        assert decision.decided_at == OVER
        actions.change_decision(decision, Outcome("줄인다.", decided_at=OVER), actor=office, now=AFTER)


class TestTimeOfPoints:
    def test_starting_one_ends_the_other_and_coming_back_adds(self, meeting: Meeting, user: User) -> None:
        office = user.actor
        first, second = meeting.items[:2]
        with pytest.raises(Conflict, match="회의를 먼저 시작"):
            actions.start_point(first, actor=office, now=START)
        actions.begin_meeting(meeting, actor=office, now=START)
        for item, minute in ((first, 0), (first, 3), (second, 10), (first, 15)):
            actions.start_point(item, actor=office, now=START + minute * MINUTE)
        actions.end_point(first, actor=office, now=START + 20 * MINUTE)
        assert [(each.taken_minutes, each.running_since) for each in (first, second)] == [(15, None), (5, None)]
        actions.start_point(second, actor=office, now=START + 20 * MINUTE)
        actions.close_meeting(hold(meeting, office), actor=office, now=START + timedelta(days=1))
        assert second.taken_minutes == 5, "what ran until another day tells nothing"

    def test_a_standing_point_brings_its_minutes_and_what_is_carried_over_keeps_them(self, user: User) -> None:
        office = user.actor
        assert [standing_point(line) for line in ("기관 소식 20분", "20분", "휴식 0분", "30분 휴식")] == [
            ("기관 소식", 20),
            ("20분", None),
            ("휴식 0분", None),
            ("30분 휴식", None),
        ]
        charter = actions.CharterValues(
            points="기관 소식 20분", asked=[], quorum=Quorum.NONE, starts_at=START.time(), minutes=60
        )
        actions.save_charter(MeetingKind.COMMUNICATION, charter, actor=office, now=BEFORE)
        meeting = make_meeting(office, kind=MeetingKind.COMMUNICATION)
        actions.add_attendee(meeting, "구청", "", "구서이", actor=office, now=BEFORE)
        actions.add_item(meeting, "한파", planned_minutes=45, actor=office, now=BEFORE)
        assert [(each.title, each.planned_minutes) for each in meeting.items] == [("기관 소식", 20), ("한파", 45)]
        actions.close_meeting(hold(meeting, office), actor=office, now=AFTER)
        following = actions.plan_next_meeting(MeetingKind.COMMUNICATION, actor=office, now=AFTER)
        assert [each.planned_minutes for each in following.items] == [10, 20, 45]


def test_what_was_told_and_why_it_was_decided_stand_in_minutes_and_are_found(meeting: Meeting, user: User) -> None:
    office, item = user.actor, meeting.items[0]
    actions.begin_meeting(meeting, actor=office, now=START)
    hold(meeting, office)
    actions.write_item(
        item, item.title, "", beside=Beside("건조기가 늘었습니다.\n전화는 9시부터.", 20, 25), actor=office, now=OVER
    )
    actions.add_decision(item, Outcome("사흘 안에 돌려준다.", reason="빨리 마릅니다."), actor=office, now=START)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    assert item.left_over is None
    said = text_of(document_pdf(actions.minutes_of_closed(meeting)))
    for words in ("시작", "계획20분·걸린시간25분", "보고·알림사항", "건조기가늘었습니다.", "이유:빨리마릅니다."):
        assert words in "".join(said.split())
    assert [hit.part for hit in search_minutes(Sought("건조기"), viewer=office)] == [FoundPart.POINT]
    assert [hit.part for hit in search_minutes(Sought("마릅니다"), viewer=office)] == [FoundPart.DECISION]


@pytest.mark.on_sqlite
def test_pages_show_it_under_way_and_the_record_saves_and_times_at_once(
    client: PortalClient, meeting: Meeting, user: User, monkeypatch: pytest.MonkeyPatch, session: Session
) -> None:
    member = make_user(Role.COOPERATIVE)
    item, at = meeting.items[0], f"/meetings/{meeting.id}"
    monkeypatch.setattr(clock, "now", lambda: START)
    send(client, user, f"{at}/begin")
    send(
        client, user, f"{at}/items/{item.id}", title=item.title, discussion="", information="건조기가 늘었습니다.",
        planned_minutes="120", decision="사흘 안에.", reason="빨리 마릅니다.", clock="start",
    )  # fmt: skip
    session.expire_all()
    assert (item.running_since, item.information, item.decisions[0].reason) == (
        START,
        "건조기가 늘었습니다.",
        "빨리 마릅니다.",
    )
    shown = words_of(read(client, user, at))
    for words in ("진행 중", "지금 다루는 안건", "회의 시간보다 30분 깁니다.", "이유: 빨리 마릅니다.", "보고·알림"):
        assert words in shown
    assert "회의 취소하기" not in shown
    seen = words_of(read(client, member, at))
    assert "진행 중" in seen
    assert "지금 다루는 안건" in seen
    assert "빨리 마릅니다." not in seen
    assert "진행 중" in words_of(read(client, member, "/meetings"))
    send(client, member, f"{at}/items/{item.id}/end", 403)
