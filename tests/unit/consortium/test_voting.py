"""Votes are of those who are there when it is voted, and of those who gave a written proxy to one of them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from portal.consortium.meetings.hours import Hours, hours_of, refuse_moving, refuse_taken
from portal.consortium.meetings.states import Presence
from portal.consortium.meetings.voting import (
    Ballot,
    Voting,
    refuse_ballot,
    refuse_proxies,
    refuse_sitting,
    refuse_without_moment,
    refuse_without_quorum,
    voting_at,
)
from portal.core.errors import DomainError
from portal.core.ids import new_id
from tests.factories.meetings import START

END = START + timedelta(hours=2)
TYPED = END + timedelta(hours=1)


@dataclass
class Chair:
    presence: Presence = Presence.ATTENDED
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    stand_in: str = ""
    proxy_holder_id: UUID | None = None
    id: UUID = field(default_factory=new_id)


def minutes(count: int) -> datetime:
    return START + timedelta(minutes=count)


def test_counts_who_is_there_at_the_moment() -> None:
    late, early = Chair(arrived_at=minutes(20)), Chair(left_at=minutes(60))
    seats = [Chair(), Chair(Presence.DEPUTY, stand_in="문가온"), Chair(Presence.OBSERVED), late, early]
    counted = [voting_at(seats, minutes(at)).present for at in (10, 20, 59, 60)]
    assert counted == [3, 4, 4, 3]
    assert voting_at(seats, None).present == 4


def test_a_proxy_votes_while_the_giver_is_away_and_the_holder_is_there() -> None:
    holder, early = Chair(left_at=minutes(90)), Chair(left_at=minutes(60))
    early.proxy_holder_id = holder.id
    away = Chair(Presence.EXCUSED, proxy_holder_id=holder.id)
    seats = [Chair(), holder, early, away]
    assert [voting_at(seats, minutes(at)) for at in (30, 60, 95)] == [Voting(3, 1), Voting(2, 2), Voting(1, 0)]


def test_no_more_votes_than_people_and_proxies() -> None:
    refuse_ballot(Ballot(2, 1, 1), Voting(3, 1))
    with pytest.raises(DomainError, match="많습니다"):
        refuse_ballot(Ballot(3, 1, 1), Voting(3, 1))
    with pytest.raises(DomainError, match="참석을 먼저"):
        refuse_ballot(Ballot(1), Voting(0))


def test_a_proxy_counts_for_the_quorum() -> None:
    refuse_without_quorum(Voting(2, 1), 3)
    with pytest.raises(DomainError, match="정족수"):
        refuse_without_quorum(Voting(2), 3)


def test_where_people_came_and_went_the_moment_is_asked() -> None:
    refuse_without_moment([Chair(), Chair(Presence.OBSERVED, arrived_at=minutes(5))], None)
    with pytest.raises(DomainError) as refusal:
        refuse_without_moment([Chair(arrived_at=minutes(5))], None)
    assert refusal.value.field == "decided_at"


@pytest.mark.parametrize(
    ("seat", "part"),
    [
        (Chair(Presence.DEPUTY), "stand_in"),
        (Chair(stand_in="문가온"), "stand_in"),
        (Chair(arrived_at=START), "arrived"),
        (Chair(Presence.ABSENT, arrived_at=minutes(5)), "arrived"),
        (Chair(arrived_at=minutes(20), left_at=minutes(10)), "left"),
        (Chair(left_at=END), "left"),
        (Chair(arrived_at=minutes(-10)), "arrived"),
        (Chair(arrived_at=minutes(130)), "arrived"),
        (Chair(left_at=minutes(-10)), "left"),
        (Chair(left_at=minutes(130)), "left"),
        (Chair(Presence.EXCUSED, left_at=minutes(10)), "left"),
    ],
)
def test_hours_lie_in_the_meeting_and_a_deputy_has_a_name(seat: Chair, part: str) -> None:
    with pytest.raises(DomainError) as refusal:
        refuse_sitting(seat, Hours(START, END, TYPED))
    assert refusal.value.field == f"{part}_{seat.id.hex}"


@dataclass
class Held:
    begun_at: datetime | None = None
    starts_at: datetime = START
    ends_at: datetime = END


class TestHours:
    def test_nobody_comes_or_goes_later_than_now(self) -> None:
        hours = hours_of(Held(), now=minutes(30))
        refuse_sitting(Chair(arrived_at=minutes(10), left_at=minutes(30)), hours)
        for seat in (Chair(arrived_at=minutes(31)), Chair(left_at=minutes(31))):
            with pytest.raises(DomainError, match="아직 되지 않은"):
                refuse_sitting(seat, hours)

    def test_are_those_in_which_it_was_held(self) -> None:
        early, late = Held(begun_at=minutes(-10)), Held(begun_at=minutes(20))
        refuse_sitting(Chair(arrived_at=minutes(-5)), hours_of(early, now=minutes(30)))
        refuse_sitting(Chair(left_at=minutes(150)), hours_of(early, now=minutes(160)))
        refuse_sitting(Chair(arrived_at=minutes(10)), hours_of(late, now=minutes(30)))
        assert hours_of(late, now=minutes(30)).minutes == 10
        with pytest.raises(DomainError, match="회의 시간"):
            refuse_sitting(Chair(arrived_at=minutes(-11)), hours_of(early, now=minutes(30)))

    def test_begin_with_a_minute_as_they_are_typed(self) -> None:
        begun = Held(begun_at=minutes(-10) + timedelta(seconds=37))
        assert hours_of(begun, now=minutes(30)).begins == minutes(-10)

    def test_what_was_told_of_times_stays_within_them(self) -> None:
        def field_of(starts_at: datetime, ends_at: datetime) -> str | None:
            try:
                refuse_moving(starts_at, ends_at, [minutes(20)], now=TYPED)
            except DomainError as refusal:
                return refusal.field
            return None

        assert field_of(START, END) is None
        assert field_of(minutes(30), END) == "starts_at"
        assert field_of(START, minutes(10)) == "ends_at"

    def test_points_take_no_longer_than_the_meeting(self) -> None:
        hours = Hours(START, END, TYPED)
        refuse_taken(100, hours, has_begun=True, others=[20, None])
        with pytest.raises(DomainError, match="모두 더하면"):
            refuse_taken(102, hours, has_begun=True, others=[20, None])
        with pytest.raises(DomainError, match="모두 더하면"):
            refuse_taken(31, hours_of(Held(), now=minutes(30)), has_begun=True, others=[])
        with pytest.raises(DomainError, match="시작한 뒤"):
            refuse_taken(1, hours, has_begun=False, others=[])


class TestProxies:
    def test_each_holds_one_unless_the_charter_says_otherwise(self) -> None:
        holder = Chair()
        seats = [holder, *(Chair(Presence.ABSENT, proxy_holder_id=holder.id) for _ in range(2))]
        refuse_proxies(seats, 2)
        for most in (1, 0):
            with pytest.raises(DomainError, match="건까지"):
                refuse_proxies(seats, most)

    def test_come_from_who_is_away_and_go_to_who_votes(self) -> None:
        holder, observer, away = Chair(), Chair(Presence.OBSERVED), Chair(Presence.ABSENT)
        for giver in (Chair(), Chair(Presence.OBSERVED, left_at=minutes(9))):
            giver.proxy_holder_id = holder.id
            with pytest.raises(DomainError, match="직접 표결"):
                refuse_proxies([holder, giver], 1)
        for to in (observer, away):
            giver = Chair(Presence.ABSENT, proxy_holder_id=to.id)
            with pytest.raises(DomainError, match="위임은"):
                refuse_proxies([to, giver], 1)
