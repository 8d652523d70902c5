"""What follows when a meeting is called off, or a decision of one changes or is struck."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import Outcome
from portal.consortium.meetings.models import Attendee, Decision, Meeting, MeetingAction
from portal.consortium.meetings.queries import waiting_proposals
from portal.consortium.meetings.states import MeetingKind, MeetingState
from portal.consortium.meetings.tasks import remind_of_tasks
from portal.consortium.meetings.undone import waiting_on
from portal.core.actors import Actor
from portal.core.clock import day_bounds
from portal.core.errors import Conflict
from portal.core.permissions import Role
from portal.duty.models import StaffNotice
from portal.extensions import db
from tests.factories.accounts import make_staff
from tests.factories.meetings import AFTER, BEFORE, DUE, START, hold, make_meeting, make_office, make_task, write

LATER = START + timedelta(days=28)


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


@pytest.fixture
def owner(session: Session) -> Actor:
    return make_staff(Role.COORDINATOR, name="오세라").actor


def titles(meeting: Meeting) -> list[str]:
    db.session.expire(meeting)
    return [item.title for item in meeting.items]


def told(user: Actor) -> list[str]:
    db.session.flush()
    notices = select(StaffNotice.words).where(StaffNotice.user_id == user.user_id).order_by(StaffNotice.id)
    return list(db.session.scalars(notices))


def seat_of(meeting: Meeting, user: Actor) -> Attendee:
    return next(each for each in meeting.attendees if each.user_id == user.user_id)


class TestCalledOff:
    def test_everybody_asked_hears_but_whoever_did_it(self, office: Actor, owner: Actor) -> None:
        meeting = make_meeting(office)
        actions.cancel_meeting(meeting, actor=office, now=BEFORE)
        assert told(owner)[-1].startswith("회의가 취소되었습니다")
        assert told(office) == []

    def test_its_points_and_tasks_go_on_the_agenda_of_the_one_that_is_planned(self, office: Actor) -> None:
        meeting, following = make_meeting(office), make_meeting(office, starts_at=LATER)
        item = actions.add_item(meeting, "세탁기 사기", actor=office, now=BEFORE)
        write(item, "견적을 받아 보자고 함", office)
        task = make_task(meeting, office, "견적 받기")
        actions.cancel_meeting(meeting, actor=office, now=BEFORE)
        assert titles(following)[-1] == "세탁기 사기"
        moved = following.items[-1]
        assert (moved.discussion, moved.note) == ("견적을 받아 보자고 함", "취소된 회의의 안건입니다.")
        assert [item.position for item in following.items] == list(range(1, len(following.items) + 1))
        assert (task.meeting_id, task.item_id) == (following.id, following.items[0].id)

    def test_they_wait_where_none_is_planned(self, office: Actor) -> None:
        meeting = make_meeting(office)
        actions.add_item(meeting, "세탁기 사기", actor=office, now=BEFORE)
        task = make_task(meeting, office, "견적 받기")
        actions.cancel_meeting(meeting, actor=office, now=BEFORE)
        others = make_meeting(office, starts_at=LATER, kind=MeetingKind.GENERAL)
        following = make_meeting(office, starts_at=LATER)
        assert "세탁기 사기" not in titles(others)
        assert titles(following).count("세탁기 사기") == 1
        assert task.meeting_id == following.id
        again = make_meeting(office, starts_at=LATER + timedelta(days=28))
        assert "세탁기 사기" not in titles(again)

    def test_a_second_one_called_off_passes_them_on_once_more(self, office: Actor) -> None:
        meeting = make_meeting(office)
        actions.add_item(meeting, "세탁기 사기", actor=office, now=BEFORE)
        actions.cancel_meeting(meeting, actor=office, now=BEFORE)
        second = make_meeting(office, starts_at=LATER)
        actions.cancel_meeting(second, actor=office, now=BEFORE)
        third = make_meeting(office, starts_at=LATER)
        assert titles(third).count("세탁기 사기") == 1
        assert third.items[-1].note == "취소된 회의의 안건입니다."

    def test_what_members_proposed_comes_once(self, office: Actor) -> None:
        meeting = make_meeting(office)
        actions.propose_item("차량", "하루 두 집", actor=office, now=BEFORE)
        actions.cancel_meeting(meeting, actor=office, now=BEFORE)
        assert [proposal.title for proposal in waiting_proposals(MeetingKind.WORKING)] == ["차량"]
        assert titles(make_meeting(office, starts_at=LATER)).count("차량") == 1

    def test_one_that_has_decided_something_took_place(self, office: Actor) -> None:
        meeting = make_meeting(office)
        actions.add_decision(meeting.items[0], Outcome("사기로 함"), actor=office, now=START)
        with pytest.raises(Conflict, match="결정"):
            actions.cancel_meeting(meeting, actor=office, now=START)
        assert meeting.state is MeetingState.PLANNED


class TestDecision:
    @pytest.fixture
    def decision(self, office: Actor, owner: Actor) -> Decision:
        meeting = make_meeting(office)
        outcome = Outcome("세탁기를 산다", seat_of(meeting, owner), DUE)
        return actions.add_decision(meeting.items[0], outcome, actor=office, now=START)

    def tasks(self) -> list[tuple[str, date]]:
        db.session.flush()
        return [(task.task, task.due_on) for task in db.session.scalars(select(MeetingAction))]

    def test_that_is_changed_takes_its_task_along_and_its_owner_hears(
        self, decision: Decision, office: Actor, owner: Actor
    ) -> None:
        actions.change_decision(decision, Outcome("세탁기를 빌린다"), actor=office, now=START)
        assert self.tasks() == [("세탁기를 빌린다", DUE)]
        assert told(owner)[-1] == "결정이 바뀌어 맡으신 일도 바뀌었습니다."

    def test_that_is_struck_takes_its_task_along_and_its_owner_hears(
        self, decision: Decision, office: Actor, owner: Actor
    ) -> None:
        actions.remove_decision(decision, actor=office, now=START)
        assert self.tasks() == []
        assert told(owner)[-1] == "결정이 지워져 맡으신 일도 없어졌습니다."

    def test_whose_words_stay_troubles_nobody(self, decision: Decision, office: Actor, owner: Actor) -> None:
        before = told(owner)
        actions.change_decision(decision, Outcome("세탁기를 산다"), actor=office, now=START)
        assert told(owner) == before

    def test_leaves_other_tasks_of_the_point_alone(self, decision: Decision, office: Actor) -> None:
        make_task(decision.item.meeting, office, "전화하기")
        actions.remove_decision(decision, actor=office, now=START)
        assert self.tasks() == [("전화하기", DUE)]


def test_a_meeting_of_another_time_keeps_its_own_points(office: Actor) -> None:
    """Calling one off changes nothing of one that has begun already."""
    begun, meeting = make_meeting(office, starts_at=BEFORE - timedelta(hours=1)), make_meeting(office)
    actions.add_item(meeting, "세탁기 사기", actor=office, now=BEFORE)
    actions.cancel_meeting(meeting, actor=office, now=BEFORE)
    assert "세탁기 사기" not in titles(begun)


def test_whoever_has_something_to_do_hears_at_the_close_and_around_its_day(office: Actor, owner: Actor) -> None:
    meeting = make_meeting(office)
    outcome = Outcome("견적 받기", seat_of(meeting, owner), DUE)
    task = actions.add_task(meeting.items[0], outcome, actor=office, now=START)
    hold(meeting, office)
    told_before = len(told(owner))
    actions.close_meeting(meeting, actor=office, now=AFTER)
    assert "회의에서 맡으신 일이 있습니다." in told(owner)[told_before:]
    due = day_bounds(DUE)[0]
    assert [remind_of_tasks(due + timedelta(days=days)) for days in (-9, -1, 0)] == [0, 1, 0]
    assert told(owner)[-1].startswith("회의에서 맡으신 일의 기한이 다가옵니다")
    assert [remind_of_tasks(due + timedelta(days=days)) for days in (1, 2)] == [1, 0]
    assert told(owner)[-1].startswith("회의에서 맡으신 일의 기한이 지났습니다")
    assert db.session.scalar(waiting_on(owner.user_id)) == 1
    actions.finish_action(task, "받았음", actor=owner, now=AFTER)
    assert db.session.scalar(waiting_on(owner.user_id)) == 0
    actions.reopen_action(task, actor=owner, now=AFTER)
    assert [remind_of_tasks(due + timedelta(days=days)) for days in (-1, 1)] == [1, 1]
