"""The next meeting comes prefilled from the last; proposals wait for it."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.orm import Session

from portal.consortium.meetings import actions
from portal.consortium.meetings.models import AgendaProposal
from portal.consortium.meetings.paper import minutes_of
from portal.consortium.meetings.queries import get_meeting, planned_meeting, waiting_proposals
from portal.consortium.meetings.rules import CHARTERS, REVIEW_ITEM, next_start
from portal.consortium.meetings.states import MeetingKind, MeetingState, Presence
from portal.consortium.meetings.timing import standing_point
from portal.core.actors import Actor
from portal.core.clock import at
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.core.permissions import Role
from tests.factories.accounts import make_user
from tests.factories.consortium import make_organisation
from tests.factories.meetings import (
    AFTER,
    BEFORE,
    START,
    hold,
    make_closed,
    make_held,
    make_meeting,
    make_office,
    make_task,
    values,
)

FIXED_ITEMS = [standing_point(line)[0] for line in CHARTERS[MeetingKind.WORKING].points]


@pytest.fixture
def office(session: Session) -> Actor:
    return make_office()


class TestDates:
    @pytest.mark.parametrize(
        ("day", "next_day"),
        [
            (date(2026, 11, 5), date(2026, 12, 3)),  # first Thursday
            (date(2026, 12, 3), date(2027, 1, 7)),  # over the year
            (date(2026, 10, 29), date(2026, 11, 26)),  # a fifth Thursday that November lacks
            (date(2026, 4, 3), date(2026, 5, 4)),  # 1 May is a holiday, then comes the weekend
        ],
    )
    def test_the_same_weekday_of_the_next_month(self, day: date, next_day: date) -> None:
        held = at(day, time(14))
        assert next_start([held], None, now=held) == at(next_day, time(14))

    @pytest.mark.parametrize(
        "days",
        [
            # the first Friday, of which 1 May was a holiday
            (date(2026, 3, 6), date(2026, 4, 3), date(2026, 5, 4), date(2026, 6, 5)),
            # the fifth Thursday, which November lacked
            (date(2026, 10, 29), date(2026, 11, 26), date(2026, 12, 31)),
            # the fifth Friday, which neither November nor December had
            (date(2025, 10, 31), date(2025, 11, 28), date(2025, 12, 26), date(2026, 1, 30)),
            # once another day was chosen, it counts
            (date(2026, 9, 3), date(2026, 10, 13), date(2026, 11, 10)),
        ],
    )
    def test_a_day_that_a_holiday_moved_does_not_move_those_after_it(self, days: tuple[date, ...]) -> None:
        *held, coming = [at(day, time(14)) for day in days]
        assert next_start(held, None, now=held[-1]) == coming

    def test_what_was_agreed_comes_first_while_it_lies_ahead(self) -> None:
        agreed = START + timedelta(days=20)
        assert next_start([START], agreed, now=AFTER) == agreed
        assert next_start([START], agreed, now=agreed) == at(date(2026, 12, 3), time(14))

    def test_a_long_pause_leads_to_a_month_that_is_still_to_come(self) -> None:
        assert next_start([START], None, now=datetime(2027, 2, 1, tzinfo=UTC)) == at(date(2027, 2, 4), time(14))


class TestPlanning:
    def test_asks_office_coordinators_and_the_staff_of_members(self, office: Actor) -> None:
        make_organisation("마포센터", is_lead=True, contact_name="한지원")
        ullim = make_organisation("울림두레", contact_name="대표")
        make_organisation("백의민족", contact_name="최연락")
        make_user(Role.COORDINATOR, name="김하늘")
        make_user(Role.COOPERATIVE, name="오세라", organisation_id=ullim.id)
        meeting = make_meeting(office)
        assert [(each.organisation, each.position, each.name) for each in meeting.attendees] == [
            ("마포센터", "사무국", "한지원"),
            ("마포센터", "돌봄코디네이터", "김하늘"),
            ("백의민족", "담당자", "최연락"),
            ("울림두레", "담당자", "오세라"),
        ]
        assert [each.user_id is None for each in meeting.attendees] == [False, False, True, False]

    def test_someone_with_two_roles_is_asked_once(self, office: Actor) -> None:
        make_user(Role.COORDINATOR, Role.OFFICE, name="둘다")
        assert [each.name for each in make_meeting(office).attendees].count("둘다") == 1

    def test_opens_the_agenda_with_the_fixed_points(self, office: Actor) -> None:
        assert [item.title for item in make_meeting(office).items] == list(FIXED_ITEMS)

    def test_ends_after_it_begins(self, office: Actor) -> None:
        wrong = values().model_copy(update={"ends_at": START})
        with pytest.raises(DomainError) as refused:
            actions.plan_meeting(wrong, actor=office, now=BEFORE)
        assert refused.value.field == "ends_at"

    def test_is_for_the_office(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            actions.plan_meeting(values(), actor=make_user(Role.COORDINATOR).actor, now=BEFORE)

    def test_members_may_be_added_later(self, office: Actor) -> None:
        meeting = make_meeting(office)
        make_user(Role.COORDINATOR, name="새사람")
        assert actions.invite_members(meeting, actor=office, now=BEFORE) == 1
        assert actions.invite_members(meeting, actor=office, now=BEFORE) == 0
        assert meeting.attendees[-1].name == "새사람"


class TestTheNextMeeting:
    def test_copies_the_last_and_brings_what_is_unfinished(self, office: Actor, session: Session) -> None:
        make_user(Role.COORDINATOR, name="김하늘")
        last = make_closed(office)
        done = last.actions[0]
        meeting = make_held(office, starts_at=START + timedelta(days=1))
        make_task(meeting, office, "안내문 만들기")
        actions.close_meeting(meeting, actor=office, now=AFTER + timedelta(days=1))
        actions.finish_action(done, "세 곳에서 받음", actor=office, now=AFTER)
        coming = actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER + timedelta(days=2))
        assert (coming.place, coming.host, coming.kind) == (last.place, last.host, last.kind)
        assert [each.name for each in coming.attendees] == [each.name for each in last.attendees]
        assert [item.title for item in coming.items] == [REVIEW_ITEM, *FIXED_ITEMS]
        kept_open = make_held(office, starts_at=START + timedelta(days=2))
        make_task(kept_open, office, "견적 비교하기")
        actions.close_meeting(kept_open, actor=office, now=AFTER + timedelta(days=2))
        actions.finish_action(meeting.actions[0], "만들었음", actor=office, now=AFTER + timedelta(days=3))
        assert coming.items[0].note == ""
        actions.close_meeting(hold(coming, office), actor=office, now=coming.ends_at)
        told = (
            "한 일\n· 안내문 만들기 - 만들었음 (한지원 (컨소시엄 사무국), 2026. 11. 8.(일))\n\n"
            "아직 하지 못한 일\n· 견적 비교하기 - 한지원 (컨소시엄 사무국), 2026. 11. 20.(금)까지"
        )
        assert coming.items[0].note == told
        assert minutes_of(coming, closer="").agenda[0].discussion == told

    def test_brings_again_what_nobody_spoke_about(self, office: Actor) -> None:
        meeting = make_held(office)
        spoken, left = (
            actions.add_item(meeting, title, actor=office, now=BEFORE) for title in ("동파 대비", "차량 나눔")
        )
        actions.write_item(spoken, spoken.title, "3월에 봅니다.", actor=office, now=START)
        left.note = "한 대로 두 곳이 씁니다."
        actions.close_meeting(meeting, actor=office, now=AFTER)
        coming = actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER)
        assert [item.title for item in coming.items] == [REVIEW_ITEM, *FIXED_ITEMS, "차량 나눔"]
        assert coming.items[-1].note == "지난 회의에서 다루지 못한 안건입니다.\n한 대로 두 곳이 씁니다."
        actions.close_meeting(hold(coming, office), actor=office, now=AFTER + timedelta(days=40))
        again = actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER + timedelta(days=40))
        assert again.items[-1].note == coming.items[-1].note

    def test_brings_the_proposals_that_wait(self, office: Actor) -> None:
        make_closed(office)
        worker = make_user(Role.COOPERATIVE, name="오세라").actor
        proposal = actions.propose_item(
            "동파 대비", "수도가 얼었습니다.", actor=worker, now=AFTER, proposer="오세라 (울림)"
        )
        assert proposal.item_id is None
        item = actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER).items[-1]
        assert (item.title, item.presenter, item.note) == ("동파 대비", "오세라 (울림)", "수도가 얼었습니다.")
        assert waiting_proposals(MeetingKind.WORKING) == []

    def test_is_made_once(self, office: Actor) -> None:
        make_closed(office)
        actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER)
        with pytest.raises(Conflict, match="이미 있습니다"):
            actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER)

    def test_needs_one_before(self, office: Actor) -> None:
        with pytest.raises(Conflict, match="첫 회의"):
            actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER)

    def test_asks_whom_its_kind_asks_that_day_and_no_guest_of_the_last_one(self, office: Actor) -> None:
        meeting = make_held(office)
        guest = actions.add_attendee(meeting, "대학교", "교수", "강전문", actor=office, now=START)
        actions.record_attendance(meeting, {guest.id: Presence.OBSERVED}, actor=office, now=START)
        actions.close_meeting(meeting, actor=office, now=AFTER)
        make_user(Role.COORDINATOR, name="새로온")
        coming = actions.plan_next_meeting(MeetingKind.WORKING, actor=office, now=AFTER)
        assert {each.presence for each in coming.attendees} == {Presence.ASKED}
        assert [each.name for each in coming.attendees] == ["한지원", "새로온"]


class TestProposals:
    def test_join_the_meeting_that_is_planned(self, office: Actor) -> None:
        meeting = make_meeting(office)
        actions.propose_item("동파 대비", "", actor=office, now=BEFORE)
        assert meeting.items[-1].title == "동파 대비"

    def test_wait_when_that_meeting_has_begun(self, office: Actor) -> None:
        meeting = make_meeting(office)
        actions.propose_item("늦은 제안", "", actor=office, now=START + timedelta(hours=1))
        assert len(meeting.items) == len(FIXED_ITEMS)
        assert [proposal.title for proposal in waiting_proposals(MeetingKind.WORKING)] == ["늦은 제안"]

    def test_wait_again_when_the_meeting_is_called_off(self, office: Actor) -> None:
        meeting = make_meeting(office)
        actions.propose_item("동파 대비", "", actor=office, now=BEFORE)
        actions.cancel_meeting(meeting, actor=office, now=BEFORE)
        assert meeting.state is MeetingState.CANCELLED
        assert planned_meeting(MeetingKind.WORKING) is None
        assert [proposal.title for proposal in waiting_proposals(MeetingKind.WORKING)] == ["동파 대비"]

    def test_wait_again_when_their_point_is_taken_off(self, office: Actor, session: Session) -> None:
        meeting = make_meeting(office)
        proposal = actions.propose_item("동파 대비", "", actor=office, now=BEFORE)
        actions.remove_item(meeting.items[-1], actor=office, now=BEFORE)
        session.expire_all()
        assert session.get_one(AgendaProposal, proposal.id).item_id is None

    def test_may_come_from_another_feature(self, office: Actor) -> None:
        source = ("visit", office.user_id)
        assert source[1] is not None
        proposal = actions.propose_item("빠뜨린 단계", "", actor=office, now=BEFORE, source=("visit", source[1]))
        assert (proposal.source_kind, proposal.source_id) == source

    def test_are_not_for_residents(self, session: Session) -> None:
        with pytest.raises(Forbidden):
            actions.propose_item("안건", "", actor=make_user(Role.RESIDENT).actor, now=BEFORE)


class TestTheAgenda:
    def test_points_are_added_and_moved(self, office: Actor, session: Session) -> None:
        meeting = make_meeting(office)
        item = actions.add_item(meeting, "기타", actor=office, now=BEFORE)
        actions.move_item(item, -1, actor=office, now=BEFORE)
        session.expire_all()
        titles = [each.title for each in get_meeting(meeting.id, viewer=office).items]
        assert titles == [FIXED_ITEMS[0], "기타", FIXED_ITEMS[1]]

    def test_a_point_with_text_stays(self, office: Actor) -> None:
        meeting = make_meeting(office)
        make_task(meeting, office)
        with pytest.raises(DomainError, match="적은 내용이 있는"):
            actions.remove_item(meeting.items[0], actor=office, now=START)
