"""Leave with a named deputy: entered, answered, changed, and over by its days alone."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.accounts.models import User
from portal.core.errors import Conflict, DomainError, Forbidden
from portal.duty.models import StaffNotice
from portal.duty.queries import Absence
from portal.duty.states import Matter
from portal.extensions import db
from portal.leave.actions import (
    agree_to_cover,
    call_off,
    change_leave,
    come_back,
    decline_to_cover,
    enter_leave,
)
from portal.leave.models import Leave, LeaveDay
from portal.leave.queries import Acting, absences, acting_for, covered_by, leaves_to_settle
from portal.leave.rules import Days, month_of, refuse_days, standing_on
from portal.leave.states import LeaveState, Standing
from portal.leave.tasks import tell_of_the_day
from portal.leave.truth import untruth_of_leave
from portal.notifications.models import OutboxMessage
from portal.notifications.states import Unsent
from tests.factories.consortium import NOW, OFFICE, TODAY
from tests.factories.coordinators import make_coordinator, make_office
from tests.factories.leave import make_leave, wanted

LAST = TODAY + timedelta(days=3)
THIS_MONTH = TODAY.replace(day=1)


@pytest.fixture
def user(session: Session) -> User:
    return make_coordinator("한지원")


@pytest.fixture
def deputy(session: Session) -> User:
    return make_coordinator("김하늘")


def heard(user: User) -> list[str]:
    db.session.flush()
    told = select(StaffNotice).where(StaffNotice.user_id == user.id, StaffNotice.matter == Matter.COVER)
    return [notice.words for notice in db.session.scalars(told.order_by(StaffNotice.at, StaffNotice.id))]


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


class TestDays:
    @pytest.mark.parametrize(
        ("first", "last", "field"),
        [(3, 2, "until_on"), (-5, -1, "until_on"), (-40, 2, "from_on"), (0, 366, "until_on")],
    )
    def test_that_cannot_be_are_refused_beside_the_day(self, first: int, last: int, field: str) -> None:
        with pytest.raises(DomainError) as refused:
            refuse_days(Days(on(first), on(last)), TODAY)
        assert refused.value.field == field

    @pytest.mark.parametrize(
        ("day", "standing"),
        [(-1, Standing.PLANNED), (0, Standing.UNDER_WAY), (3, Standing.UNDER_WAY), (4, Standing.ENDED)],
    )
    def test_tell_how_it_stands(self, day: int, standing: Standing) -> None:
        assert standing_on(LeaveState.AGREED, Days(TODAY, LAST), on(day)) is standing
        assert standing_on(LeaveState.CALLED_OFF, Days(TODAY, LAST), on(day)) is Standing.CALLED_OFF

    @pytest.mark.parametrize(
        ("asked", "first"),
        [
            ("2026-02", date(2026, 2, 1)),
            ("", THIS_MONTH),
            ("9999-12", THIS_MONTH),
            ("2026-1x", THIS_MONTH),
        ],
    )
    def test_of_a_month_that_nobody_means_are_those_of_this_month(self, asked: str, first: date) -> None:
        assert month_of(asked, TODAY) == first


class TestEntering:
    def test_asks_the_deputy_who_stands_in_from_the_first_day(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy, first=1)
        assert leave.state is LeaveState.ASKED
        assert len(heard(deputy)) == 1
        assert acting_for(user, TODAY) == Acting(user)
        assert acting_for(user, on(1)) == Acting(deputy, LAST)

    def test_is_over_by_itself_on_the_day_after(self, user: User, deputy: User) -> None:
        make_leave(user, deputy)
        assert [covered.name for covered in covered_by(deputy.id, LAST)] == ["한지원"]
        assert covered_by(deputy.id, on(4)) == ()
        assert acting_for(user, on(4)) == Acting(user)

    def test_a_second_one_on_any_of_the_days_is_refused_by_the_database(self, user: User, deputy: User) -> None:
        make_leave(user, deputy)
        with pytest.raises(Exception, match="leave_day"):
            make_leave(user, deputy, first=3, last=5)

    def test_on_the_day_after_is_another_one(self, user: User, deputy: User) -> None:
        make_leave(user, deputy)
        assert make_leave(user, deputy, first=4, last=5).state is LeaveState.ASKED

    def test_needs_a_deputy_but_for_the_office(self, user: User) -> None:
        with pytest.raises(DomainError) as refused:
            enter_leave(user.id, wanted(None), actor=user.actor, now=NOW)
        assert refused.value.field == "deputy_id"
        office = make_office()
        assert make_leave(user, None).state is LeaveState.OPEN
        assert acting_for(user, TODAY) == Acting(None, LAST)
        assert len(heard(office)) == 1
        assert len(heard(user)) == 1

    def test_nobody_stands_in_for_themselves_or_while_away(self, user: User, deputy: User) -> None:
        make_leave(deputy, make_coordinator(), first=3, last=4)
        for whom in (user, deputy, make_office()):
            with pytest.raises(DomainError) as refused:
                enter_leave(user.id, wanted(whom), actor=user.actor, now=NOW)
            assert refused.value.field == "deputy_id"
        assert make_leave(user, deputy, last=2).state is LeaveState.ASKED

    def test_is_for_oneself_and_the_office(self, user: User, deputy: User) -> None:
        with pytest.raises(Forbidden):
            enter_leave(user.id, wanted(deputy), actor=deputy.actor, now=NOW)
        with pytest.raises(DomainError):
            enter_leave(make_office().id, wanted(deputy), actor=OFFICE, now=NOW)


class TestAnswers:
    def test_who_agrees_is_told_to_whoever_is_away(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy)
        with pytest.raises(Forbidden):
            agree_to_cover(leave, actor=user.actor, now=NOW)
        agree_to_cover(leave, actor=deputy.actor, now=NOW)
        assert leave.state is LeaveState.AGREED
        assert "김하늘" in heard(user)[-1]

    def test_who_declines_says_why_and_the_office_hears(self, user: User, deputy: User) -> None:
        office, leave = make_office(), make_leave(user, deputy)
        with pytest.raises(DomainError):
            decline_to_cover(leave, "", actor=deputy.actor, now=NOW)
        decline_to_cover(leave, "저도 교육이 있습니다.", actor=deputy.actor, now=NOW)
        assert (leave.state, leave.deputy_id) == (LeaveState.OPEN, None)
        assert acting_for(user, TODAY).user is None
        assert len(heard(office)) == 1
        assert leaves_to_settle(TODAY, viewer=OFFICE) == [leave]

    def test_another_one_can_be_named_at_once(self, user: User, deputy: User) -> None:
        leave, other = make_leave(user, deputy), make_coordinator("박바다")
        decline_to_cover(leave, "바쁨", actor=deputy.actor, now=NOW)
        change_leave(leave, wanted(other), actor=OFFICE, now=NOW)
        assert acting_for(user, TODAY) == Acting(other, LAST)
        assert len(heard(other)) == 1


class TestChanging:
    def test_a_longer_one_asks_again_and_a_shorter_one_does_not(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy)
        agree_to_cover(leave, actor=deputy.actor, now=NOW)
        change_leave(leave, wanted(deputy, last=2), actor=user.actor, now=NOW)
        assert (leave.state, acting_for(user, LAST)) == (LeaveState.AGREED, Acting(user))
        change_leave(leave, wanted(deputy, last=6), actor=user.actor, now=NOW)
        assert (leave.state, acting_for(user, on(6))) == (LeaveState.ASKED, Acting(deputy, on(6)))

    def test_into_another_one_of_the_same_person_is_refused(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy)
        make_leave(user, deputy, first=5, last=6)
        with pytest.raises(Exception, match="leave_day"):
            change_leave(leave, wanted(deputy, last=5), actor=user.actor, now=NOW)

    def test_the_former_deputy_hears_that_nothing_is_to_be_done(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy)
        change_leave(leave, wanted(make_coordinator("박바다")), actor=user.actor, now=NOW)
        assert "않으셔도" in heard(deputy)[-1]
        assert covered_by(deputy.id, TODAY) == ()

    def test_coming_back_earlier_ends_it_with_yesterday(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy)
        come_back(leave, actor=user.actor, now=NOW + timedelta(days=2))
        assert leave.until_on == on(1)
        assert acting_for(user, on(2)) == Acting(user)
        with pytest.raises(Conflict):
            change_leave(leave, wanted(deputy, last=9), actor=user.actor, now=NOW + timedelta(days=2))

    def test_on_its_first_day_there_was_none(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy)
        come_back(leave, actor=user.actor, now=NOW)
        assert leave.state is LeaveState.CALLED_OFF
        assert acting_for(user, TODAY) == Acting(user)

    def test_called_off_frees_its_days(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy, first=1)
        call_off(leave, actor=user.actor, now=NOW)
        assert db.session.scalars(select(LeaveDay)).all() == []
        assert make_leave(user, deputy, first=1).state is LeaveState.ASKED
        with pytest.raises(Conflict):
            call_off(leave, actor=user.actor, now=NOW)


class TestNobodyActs:
    def test_while_the_deputy_is_away_too(self, user: User, deputy: User) -> None:
        make_leave(user, deputy)
        make_leave(deputy, make_coordinator("박바다"), first=2, last=2)
        assert [acting_for(user, on(day)).user for day in (1, 2, 3)] == [deputy, None, deputy]

    def test_once_the_account_of_the_deputy_is_closed(self, user: User, deputy: User) -> None:
        make_leave(user, deputy)
        deputy.disabled_at = NOW
        db.session.flush()
        assert acting_for(user, TODAY).user is None
        assert absences([user.id], TODAY) == {user.id: Absence(None, False)}


class TestTelling:
    def test_the_job_tells_each_once_that_it_begins_and_is_over(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy, first=1)
        assert tell_of_the_day(NOW) == 0
        days = [NOW + timedelta(days=days) for days in (1, 2, 4, 5)]
        assert [tell_of_the_day(now) for now in days] == [1, 0, 1, 0]
        assert "오늘부터" in heard(deputy)[-1]
        assert "다시" in heard(user)[-1]
        assert leave.over_told_at == days[2]

    def test_of_other_days_or_another_deputy_it_tells_anew(self, user: User, deputy: User) -> None:
        leave = make_leave(user, deputy, last=5)
        other = make_coordinator("박바다")
        assert tell_of_the_day(NOW) == 1
        later = wanted(other, first=1, last=5)
        change_leave(leave, later, actor=user.actor, now=NOW)
        assert [tell_of_the_day(NOW + timedelta(days=days)) for days in (0, 1, 2)] == [0, 1, 0]
        assert "오늘부터" in heard(other)[-1]

    @pytest.mark.parametrize(
        ("says", "why"), [("open", Unsent.SUPERSEDED), ("asked", Unsent.SUPERSEDED), ("covered", None), ("", None)]
    )
    def test_what_is_not_so_any_more_is_not_said(self, user: User, deputy: User, says: str, why: Unsent | None) -> None:
        leave = make_leave(user, deputy)
        agree_to_cover(leave, actor=deputy.actor, now=NOW)
        message = about(leave, f"{says}:{deputy.id}" if says else "")
        assert untruth_of_leave(message, NOW) is why
        if says:
            assert untruth_of_leave(message, NOW + timedelta(days=4)) is Unsent.ENDED


def about(leave: Leave, says: str) -> OutboxMessage:
    return OutboxMessage(subject_kind="leave", subject_id=leave.id, says=says)
