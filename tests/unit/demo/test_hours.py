"""When people of the demonstration are at work. 21 and 22 November 2026 are a weekend, 25 September is Chuseok."""

from datetime import date, datetime, time

import pytest

from portal.core.clock import SEOUL, at, day_of
from portal.demo.hours import CLOSES, OPENS, daytime, lately, surely, working

FRIDAY, SATURDAY, SUNDAY, MONDAY = (date(2026, 11, day) for day in (20, 21, 22, 23))
CHUSEOK = date(2026, 9, 25)


def local(moment: datetime) -> time:
    return moment.astimezone(SEOUL).time()


@pytest.mark.parametrize("day", [FRIDAY, SATURDAY])
def test_what_happens_by_day_stays(day: date) -> None:
    assert daytime(at(day, time(11))) == at(day, time(11))


def test_what_would_happen_at_night_waits_for_the_morning() -> None:
    late, early = daytime(at(FRIDAY, time(23))), daytime(at(SATURDAY, time(3)))
    assert day_of(late) == day_of(early) == SATURDAY
    assert OPENS <= local(late) <= CLOSES


@pytest.mark.parametrize("moment", [at(SATURDAY, time(11)), at(FRIDAY, time(19))])
def test_work_waits_for_a_working_day(moment: datetime) -> None:
    assert day_of(working(moment)) == MONDAY


def test_work_waits_over_public_holidays() -> None:
    assert day_of(working(at(CHUSEOK, time(11)))) == date(2026, 9, 28)


def test_what_must_have_happened_before_the_seeding_did() -> None:
    sunday_morning = at(SUNDAY, time(7, 40))
    assert surely(at(FRIDAY, time(11)), sunday_morning) == at(FRIDAY, time(11))
    assert surely(at(SATURDAY, time(11)), sunday_morning) == at(SATURDAY, time(11))
    assert surely(at(SATURDAY, time(20)), sunday_morning) == at(SATURDAY, time(20))


@pytest.mark.parametrize("hours", [0, 4, 28, 75])
@pytest.mark.parametrize(
    "until", [at(SUNDAY, time(0, 5)), at(SUNDAY, time(7, 40)), at(MONDAY, time(14)), at(FRIDAY, time(23))]
)
def test_lately_is_by_day_and_long_enough_ago(hours: int, until: datetime) -> None:
    moment = lately(hours, until)
    assert OPENS <= local(moment) <= CLOSES
    assert (until - moment).total_seconds() >= hours * 3600
