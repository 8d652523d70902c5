"""What is written down: texts without losing any, votes within those who attend, tasks with owner and day."""

import pytest
from sqlalchemy.orm import Session

from portal.consortium.meetings import actions
from portal.consortium.meetings.actions import Outcome
from portal.consortium.meetings.models import Meeting
from portal.consortium.meetings.rules import is_overdue
from portal.consortium.meetings.states import Presence
from portal.consortium.meetings.undone import done_actions_of, get_action, open_actions, open_actions_of
from portal.consortium.meetings.voting import Ballot
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError, Forbidden, NotFound
from portal.core.permissions import Role
from tests.factories.accounts import make_user
from tests.factories.meetings import AFTER, DUE, START, make_closed, make_held, make_office, make_task, write


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


@pytest.fixture
def meeting(office: Actor) -> Meeting:
    """Three people attend."""
    for name in ("김하늘", "이바다"):
        make_user(Role.COORDINATOR, name=name)
    return make_held(office)


class TestDiscussion:
    def test_is_kept(self, meeting: Meeting, office: Actor, session: Session) -> None:
        write(meeting.items[0], "세탁이 밀렸습니다.", office)
        session.expire_all()
        assert meeting.items[0].discussion == "세탁이 밀렸습니다."

    def test_two_may_write_under_different_points(self, meeting: Meeting, office: Actor) -> None:
        first, second = meeting.items
        actions.save_discussion(first, "하나", actor=office)
        actions.save_discussion(second, "둘", actor=office)
        assert (first.discussion, second.discussion) == ("하나", "둘")


class TestDecisions:
    def test_several_for_one_point(self, meeting: Meeting, office: Actor, session: Session) -> None:
        item = meeting.items[0]
        actions.add_decision(item, Outcome("하나", ballot=Ballot(2, 1, 0)), actor=office, now=START)
        actions.add_decision(item, Outcome("둘"), actor=office, now=START)
        session.expire_all()
        assert [(each.text, each.votes_for, each.votes_against) for each in item.decisions] == [
            ("하나", 2, 1),
            ("둘", 0, 0),
        ]

    def test_votes_do_not_exceed_those_who_attend(self, meeting: Meeting, office: Actor) -> None:
        with pytest.raises(DomainError, match="참석자") as refused:
            actions.add_decision(meeting.items[0], Outcome("넷", ballot=Ballot(2, 1, 1)), actor=office, now=START)
        assert refused.value.field == "votes_for"
        assert refused.value.params == {"votes": 4, "attending": 3}

    def test_observers_do_not_vote(self, meeting: Meeting, office: Actor) -> None:
        observer = {meeting.attendees[2].id: Presence.OBSERVED}
        actions.record_attendance(meeting, observer, actor=office, now=START)
        with pytest.raises(DomainError):
            actions.add_decision(meeting.items[0], Outcome("셋", ballot=Ballot(3)), actor=office, now=START)

    def test_attendance_cannot_fall_below_the_votes(self, meeting: Meeting, office: Actor, session: Session) -> None:
        actions.add_decision(meeting.items[0], Outcome("셋", ballot=Ballot(3)), actor=office, now=START)
        with pytest.raises(DomainError, match="표결"):
            actions.record_attendance(meeting, {meeting.attendees[0].id: Presence.ABSENT}, actor=office, now=START)

    def test_with_owner_and_day_also_becomes_a_task(self, meeting: Meeting, office: Actor) -> None:
        outcome = Outcome("6자리로 늘린다.", meeting.attendees[0], DUE)
        actions.add_decision(meeting.items[0], outcome, actor=office, now=START)
        assert [(each.task, each.owner_id, each.due_on) for each in meeting.actions] == [
            ("6자리로 늘린다.", office.user_id, DUE)
        ]

    @pytest.mark.parametrize(("owned", "field"), [(True, "decision_due_on"), (False, "decision_owner")])
    def test_owner_and_day_belong_together(self, meeting: Meeting, office: Actor, owned: bool, field: str) -> None:
        outcome = Outcome("늘린다.", meeting.attendees[0]) if owned else Outcome("늘린다.", due_on=DUE)
        with pytest.raises(DomainError) as refused:
            actions.add_decision(meeting.items[0], outcome, actor=office, now=START)
        assert refused.value.field == field

    def test_can_be_mended_and_removed_before_the_close(self, meeting: Meeting, office: Actor) -> None:
        decision = actions.add_decision(meeting.items[0], Outcome("하나"), actor=office, now=START)
        actions.change_decision(decision, Outcome("둘", ballot=Ballot(1)), actor=office, now=START)
        assert (decision.text, decision.votes_for) == ("둘", 1)
        actions.remove_decision(decision, actor=office, now=START)
        assert meeting.items[0].decisions == []


class TestTasks:
    def test_need_owner_and_day(self, meeting: Meeting, office: Actor) -> None:
        with pytest.raises(DomainError, match="누가"):
            actions.add_task(meeting.items[0], Outcome("일", due_on=DUE), actor=office, now=START)
        with pytest.raises(DomainError, match="언제까지"):
            actions.add_task(meeting.items[0], Outcome("일", meeting.attendees[0]), actor=office, now=START)

    def test_can_be_mended_and_removed_before_the_close(
        self, meeting: Meeting, office: Actor, session: Session
    ) -> None:
        task = make_task(meeting, office)
        actions.change_task(task, Outcome("다른 일", meeting.attendees[1], DUE), actor=office, now=START)
        assert (task.task, task.owner_name) == ("다른 일", "김하늘 (컨소시엄 사무국)")
        actions.remove_task(task, actor=office, now=START)
        session.expire_all()
        assert meeting.actions == []


class TestTheOwnersDesk:
    def test_shows_tasks_of_closed_meetings_the_most_urgent_first(self, meeting: Meeting, office: Actor) -> None:
        assert office.user_id is not None
        make_task(meeting, office, "나중", DUE.replace(day=25))
        make_task(meeting, office, "먼저", DUE)
        assert open_actions_of(office.user_id) == []
        actions.close_meeting(meeting, actor=office, now=AFTER)
        assert [each.task for each in open_actions_of(office.user_id)] == ["먼저", "나중"]
        assert len(open_actions()) == 2

    def test_a_task_leaves_it_when_done_and_returns_when_not(self, office: Actor) -> None:
        action = make_closed(office).actions[0]
        assert office.user_id is not None
        actions.finish_action(action, "세 곳에서 받음", actor=office, now=AFTER)
        assert open_actions_of(office.user_id) == []
        assert [each.outcome for each in done_actions_of(office.user_id)] == ["세 곳에서 받음"]
        with pytest.raises(Conflict):
            actions.finish_action(action, "다시", actor=office, now=AFTER)
        actions.reopen_action(action, actor=office, now=AFTER)
        assert [each.id for each in open_actions_of(office.user_id)] == [action.id]

    def test_is_nobody_elses(self, office: Actor) -> None:
        action = make_closed(office).actions[0]
        stranger = make_user(Role.COORDINATOR).actor
        with pytest.raises(NotFound):
            get_action(action.id, viewer=stranger)
        with pytest.raises(Forbidden):
            actions.finish_action(action, "끝", actor=stranger, now=AFTER)

    def test_overdue_is_the_day_after(self) -> None:
        assert not is_overdue(AFTER.date(), None, now=AFTER)
        assert is_overdue(DUE.replace(day=4), None, now=AFTER)
        assert not is_overdue(DUE.replace(day=4), AFTER, now=AFTER)
