"""How tasks ended is heard by the next meeting of the kind, stands in its minutes, and is found by the search."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import update
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.consortium.meetings import actions
from portal.consortium.meetings.models import Meeting, MeetingAction
from portal.consortium.meetings.paper import minutes_of
from portal.consortium.meetings.states import MeetingKind
from portal.consortium.meetings.undone import done_since_last
from portal.consortium.minutes.searching import Sought, search_minutes
from portal.core.actors import ANONYMOUS, Actor
from portal.core.errors import DomainError
from portal.core.permissions import Role
from portal.extensions import db
from tests.browsing import read
from tests.client import PortalClient
from tests.factories.accounts import make_staff
from tests.factories.meetings import AFTER, START, hold, make_held, make_meeting, make_task

LATER = START + timedelta(days=28)
DONE_AT = START + timedelta(days=5)
SOON = date(2026, 11, 20)
OUTCOME = "세 곳에서 받음"


@pytest.fixture
def user(session: Session) -> User:
    return make_staff(Role.OFFICE, name="한지원")


@pytest.fixture
def office(user: User) -> Actor:
    return user.actor


@pytest.fixture
def closed(office: Actor) -> Meeting:
    """With one task that is done, and two that are not, of which one is late by the next meeting."""
    meeting = make_held(office)
    for task, due in (
        ("견적 받기", date(2026, 11, 20)),
        ("약제 사기", date(2026, 12, 30)),
        ("달력 보내기", date(2026, 11, 20)),
    ):
        make_task(meeting, office, task, due)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    finish(meeting.actions[0], office)
    return meeting


def finish(task: MeetingAction, actor: Actor) -> None:
    actions.finish_action(task, OUTCOME, actor=actor, now=DONE_AT)


def close(meeting: Meeting, office: Actor) -> None:
    actions.close_meeting(hold(meeting, office), actor=office, now=meeting.ends_at)


class TestTheNextMeeting:
    def test_sees_first_what_is_late_and_last_how_the_rest_ended(
        self, client: PortalClient, user: User, closed: Meeting
    ) -> None:
        following = make_meeting(user.actor, starts_at=LATER)
        asked, owner = make_staff(Role.COORDINATOR, name="김하늘"), closed.actions[0].owner_name
        db.session.commit()
        with time_machine.travel(LATER, tick=False):
            pages = [
                read(client, user, f"/meetings/{following.id}"),
                read(client, asked, f"/meetings/{following.id}"),
                read(client, user, f"/meetings/{following.id}/items/{following.items[0].id}"),
            ]
        for page in pages:
            told = page.split("지난 회의에서 맡은 일", 1)[1]
            places = [
                told.index(words)
                for words in ("달력 보내기", "기한 지남", "약제 사기", f"견적 받기: {OUTCOME}", "마침")
            ]
            assert places == sorted(places)
            assert f"{owner}, 2026. 11. 10.(화)" in told

    def test_has_it_in_its_minutes_once(self, client: PortalClient, user: User, closed: Meeting) -> None:
        office, owner = user.actor, closed.actions[0].owner_name
        following = make_meeting(office, starts_at=LATER)
        close(following, office)
        lines = [
            f"한 일\n· 견적 받기 - {OUTCOME} ({owner}, 2026. 11. 10.(화))",
            f"아직 하지 못한 일\n· 달력 보내기 - {owner}, 2026. 11. 20.(금)까지",
            f"· 약제 사기 - {owner}, 2026. 12. 30.(수)까지",
        ]
        assert minutes_of(following, closer="").agenda[0].discussion.startswith("{}\n\n{}\n{}".format(*lines))
        assert OUTCOME in repr(actions.minutes_of_closed(following))
        assert OUTCOME in read(client, user, f"/meetings/{following.id}")
        assert done_since_last(MeetingKind.WORKING) == []
        third = make_meeting(office, starts_at=LATER + timedelta(days=28))
        close(third, office)
        assert OUTCOME not in third.items[0].note
        assert minutes_of(third, closer="").agenda[0].discussion.startswith("아직 하지 못한 일\n· 달력")

    def test_hears_by_whom_where_another_said_so_and_of_who_has_no_account(self, office: Actor) -> None:
        meeting = make_held(office)
        seat = meeting.attendees[0]
        for task in ("하나", "둘"):
            make_task(meeting, office, task)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        other = make_staff(Role.OFFICE, name="문가온").actor
        finish(meeting.actions[0], other)
        actions.finish_by_link(meeting.actions[1], actor=ANONYMOUS, now=DONE_AT, outcome="다 됨")
        following = make_meeting(office, starts_at=LATER)
        close(following, office)
        note = following.items[0].note
        assert f"· 하나 - {OUTCOME} ({meeting.actions[0].owner_name}, 2026. 11. 10.(화), 문가온 적음)" in note
        assert f"· 둘 - 다 됨 ({seat.name}" in note

    def test_of_a_conference_hears_nothing(self, office: Actor) -> None:
        meeting = make_held(office, kind=MeetingKind.CASE_CONFERENCE)
        make_task(meeting, office)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        finish(meeting.actions[0], office)
        assert done_since_last(MeetingKind.CASE_CONFERENCE) == []


class TestSearch:
    def found(self, viewer: Actor) -> list[object]:
        return [hit.thing for hit in search_minutes(Sought("세 곳에서"), viewer=viewer)]

    def test_finds_how_a_task_ended_until_it_is_to_be_done_again(self, closed: Meeting, office: Actor) -> None:
        task = closed.actions[0]
        assert self.found(office) == [task]
        actions.reopen_action(task, actor=office, now=DONE_AT)
        assert (self.found(office), task.done_by) == ([], "")

    def test_keeps_those_of_conferences_from_who_was_not_asked(self, office: Actor) -> None:
        asked = make_staff(Role.COORDINATOR).actor
        meeting = make_held(office, kind=MeetingKind.CASE_CONFERENCE)
        make_task(meeting, office)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        finish(meeting.actions[0], office)
        stranger = make_staff(Role.COORDINATOR).actor
        assert [len(self.found(viewer)) for viewer in (office, asked, stranger)] == [1, 1, 0]


def test_what_minutes_could_not_print_is_refused_while_it_is_typed(office: Actor) -> None:
    meeting = make_held(office)
    task = make_task(meeting, office)
    actions.close_meeting(meeting, actor=office, now=AFTER)
    with pytest.raises(DomainError, match="문서에 쓸 수 없는 글자"):
        actions.finish_action(task, "다 됨 😀", actor=office, now=DONE_AT)


def test_what_was_typed_before_that_never_stops_the_next_meeting(office: Actor, closed: Meeting) -> None:
    done = closed.actions[0]
    db.session.execute(update(MeetingAction).where(MeetingAction.id == done.id).values(outcome="받음 😀"))
    db.session.execute(update(MeetingAction).where(MeetingAction.task == "약제 사기").values(task="약제 사기 😀"))
    db.session.expire_all()
    following = make_meeting(office, starts_at=LATER)
    actions.propose_item("세제", "너무 세다 😀", actor=office, now=DONE_AT, proposer="오세라 😀")
    close(following, office)
    reviewed, brought = following.items[0], following.items[-1]
    assert "받음 〓" in reviewed.note
    assert "약제 사기 〓" in reviewed.note
    assert (brought.note, brought.presenter) == ("너무 세다 〓", "오세라 〓")
    assert "〓" in repr(actions.minutes_of_closed(following))


def test_a_task_of_the_meeting_itself_can_still_be_mended(office: Actor) -> None:
    meeting = make_held(office)
    task = make_task(meeting, office, "견적 받기 😀")
    with pytest.raises(DomainError, match="문서에 쓸 수 없는 글자"):
        actions.close_meeting(meeting, actor=office, now=AFTER)
    task.task = "견적 받기"
    actions.close_meeting(meeting, actor=office, now=AFTER)
