"""What nobody spoke about is carried over or dropped; a decision comes again on its day; who was there votes."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import Outcome
from portal.consortium.meetings.models import AgendaItem, Meeting
from portal.consortium.meetings.paper import minutes_of
from portal.consortium.meetings.queries import waiting_proposals
from portal.consortium.meetings.states import LeftOver, MeetingKind, Presence
from portal.consortium.meetings.voting import Ballot, Sitting
from portal.core.actors import SYSTEM, Actor
from portal.core.clock import day_bounds, day_of
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.extensions import db
from tests.browsing import read, send
from tests.client import PortalClient
from tests.factories.accounts import make_user
from tests.factories.meetings import AFTER, BEFORE, DUE, START, hold, make_held, make_meeting, values, write
from tests.pages import words_of

REVIEW = date(2027, 1, 4)
LATER = START + timedelta(days=28)
TITLE = "세탁기 사기"


@pytest.fixture
def user(session: Session) -> User:
    return make_user(Role.OFFICE, name="한지원")


@pytest.fixture
def office(user: User) -> Actor:
    return user.actor


def with_point(office: Actor) -> tuple[Meeting, AgendaItem]:
    meeting = make_held(office)
    return meeting, actions.add_item(meeting, TITLE, actor=office, now=START)


def points(meeting: Meeting) -> list[str]:
    db.session.expire(meeting)
    return [item.title for item in meeting.items]


class TestLeftOver:
    def test_is_carried_to_a_meeting_that_is_planned_already(self, office: Actor) -> None:
        meeting, item = with_point(office)
        following = make_meeting(office, starts_at=LATER)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        assert item.left_over is LeftOver.CARRIED
        assert points(following).count(TITLE) == 1
        assert following.items[-1].note == "지난 회의에서 다루지 못한 안건입니다."

    def test_waits_and_comes_once_though_it_is_carried_again(self, office: Actor) -> None:
        meeting, _item = with_point(office)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        assert [each.title for each in waiting_proposals(MeetingKind.WORKING)] == [TITLE]
        following = hold(make_meeting(office, starts_at=LATER), office)
        assert points(following).count(TITLE) == 1
        actions.close_meeting(following, actor=office, now=LATER + timedelta(hours=3))
        third = make_meeting(office, starts_at=LATER + timedelta(days=28))
        assert points(third).count(TITLE) == 1
        assert third.items[-1].note == "지난 회의에서 다루지 못한 안건입니다."

    def test_dropped_comes_no_more(self, office: Actor) -> None:
        meeting, item = with_point(office)
        actions.close_meeting(meeting, actor=office, now=AFTER, left={item.id: LeftOver.DROPPED})
        assert TITLE not in points(make_meeting(office, starts_at=LATER))

    def test_what_was_spoken_about_is_neither(self, office: Actor) -> None:
        meeting, item = with_point(office)
        write(item, "사기로 함", office)
        actions.close_meeting(meeting, actor=office, now=AFTER, left={item.id: LeftOver.DROPPED})
        assert item.left_over is None

    def test_is_chosen_on_the_closing_page_and_stands_in_the_minutes(self, client: PortalClient, user: User) -> None:
        meeting, item = with_point(user.actor)
        assert "다루지 않은 안건" in read(client, user, f"/meetings/{meeting.id}/close")
        chosen: dict[str, Any] = {f"left_{item.id.hex}": "dropped"}
        send(client, user, f"/meetings/{meeting.id}/close", **chosen)
        assert "다루지 않기로 함" in read(client, user, f"/meetings/{meeting.id}")


class TestDecisionsToLookAt:
    @pytest.fixture
    def meeting(self, office: Actor) -> Meeting:
        meeting = make_held(office)
        outcome = Outcome("두 달 해 본다.", meeting.attendees[0], DUE, review_on=REVIEW)
        actions.add_decision(meeting.items[0], outcome, actor=office, now=START)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        return meeting

    def test_come_on_their_day_once(self, office: Actor, meeting: Meeting) -> None:
        following = make_meeting(office, starts_at=AFTER + timedelta(days=90))
        on = [day_bounds(REVIEW - timedelta(days=1))[0], *[day_bounds(REVIEW)[0]] * 2]
        assert [actions.bring_decisions(actor=SYSTEM, now=now) for now in on] == [0, 1, 0]
        assert points(following).count("결정 다시 살펴보기: 두 달 해 본다.") == 1
        assert "· 아직 하지 못한 일: 두 달 해 본다." in following.items[-1].note

    def test_lie_after_the_meeting(self, office: Actor) -> None:
        meeting = make_held(office)
        outcome = Outcome("결정", review_on=day_of(START))
        with pytest.raises(DomainError, match="다시 살펴볼 날"):
            actions.add_decision(meeting.items[0], outcome, actor=office, now=START)


class TestVoting:
    def test_is_of_who_was_there_with_their_proxies(self, office: Actor) -> None:
        meeting = make_meeting(office)
        for number in range(3):
            actions.add_attendee(meeting, "기관", "", f"손님{number}", actor=office, now=BEFORE)
        first, second, third, fourth = meeting.attendees
        here = {each.id: Presence.ATTENDED for each in (first, second, third)} | {fourth.id: Presence.EXCUSED}
        late = START + timedelta(minutes=30)
        sittings = {third.id: Sitting(arrived_at=late), fourth.id: Sitting(proxy_holder_id=first.id)}
        actions.record_attendance(meeting, here, sittings=sittings, actor=office, now=late)
        item, three, four = meeting.items[0], Ballot(3), Ballot(3, 0, 1)
        with pytest.raises(DomainError, match="보다 많습니다"):
            actions.add_decision(item, Outcome("넷", ballot=four), actor=office, now=START)
        actions.add_decision(item, Outcome("셋", ballot=three), actor=office, now=START)
        decided = actions.add_decision(item, Outcome("넷", ballot=four, decided_at=late), actor=office, now=AFTER)
        with pytest.raises(DomainError, match="결정한 시각"):
            actions.add_decision(item, Outcome("언제", ballot=three), actor=office, now=AFTER)
        with pytest.raises(DomainError, match="오거나 간 분"):
            actions.change_meeting(meeting, values(START + timedelta(hours=1)), actor=office, now=AFTER)
        third.arrived_at = START - timedelta(hours=1)
        with pytest.raises(DomainError, match="늦게 온 시각은 회의 시간") as refused:
            actions.close_meeting(meeting, actor=office, now=AFTER)
        assert refused.value.params["of"] == third.name
        third.arrived_at = late
        actions.close_meeting(meeting, actor=office, now=AFTER)
        said = minutes_of(meeting, closer="")
        assert decided.decided_at == late
        assert [(each.votes.present, each.votes.proxies) for each in said.decisions if each.votes] == [(2, 1), (3, 1)]
        assert [each.remark for each in (*said.attendees, *said.absentees)] == [
            "", "", "14:30에 옴", f"알리고 불참, 표결을 {first.name}에게 위임"
        ]  # fmt: skip

    def test_is_noted_on_the_page_with_the_deputy_who_came(self, client: PortalClient, user: User) -> None:
        meeting = make_held(user.actor)
        seat = meeting.attendees[0]
        at, name = f"/meetings/{meeting.id}/attendance", seat.id.hex
        noted: dict[str, Any] = {f"presence_{name}": "deputy", f"stand_in_{name}": "", f"arrived_{name}": "14:10"}
        for field, hour in (("arrived", "13:50"), ("left", "16:10")):
            wrong = noted | {f"stand_in_{name}": "문가온", f"{field}_{name}": hour}
            answer = send(client, user, at, 422, **wrong)
            assert "시각은 회의 시간(14:00~16:00) 안이어야 합니다." in answer
            assert f'value="{hour}"' in answer, "what was typed stays"
        assert "대신 오신 분의 이름을 적어 주십시오." in send(client, user, at, 422, **noted)
        send(client, user, at, **noted | {f"stand_in_{name}": "문가온"})
        assert f"{seat.name} 대리, 14:10에 옴" in words_of(read(client, user, f"/meetings/{meeting.id}"))
