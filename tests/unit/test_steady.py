"""A clock that jumps by hours and comes back changes nothing; one that stays where it went is believed in the end."""

from datetime import UTC, datetime, timedelta

from portal.core.steady import BELIEVED_AFTER, SteadyClock

START = datetime(2026, 11, 23, tzinfo=UTC)
TWO_HOURS = timedelta(hours=2)


def after(minutes: float) -> tuple[datetime, float]:
    return START + timedelta(minutes=minutes), minutes * 60


class TestSteadyClock:
    def test_follows_a_clock_that_does_not_jump(self) -> None:
        clock = SteadyClock()
        assert [clock.read(*after(minute)) for minute in (0, 5, 90)] == [after(minute)[0] for minute in (0, 5, 90)]

    def test_follows_small_corrections(self) -> None:
        clock = SteadyClock()
        clock.read(*after(0))
        wall, counter = after(5)
        assert clock.read(wall - timedelta(seconds=40), counter) == wall - timedelta(seconds=40)

    def test_goes_on_by_what_has_passed_while_the_clock_is_off(self) -> None:
        for jump in (TWO_HOURS, -TWO_HOURS):
            clock = SteadyClock()
            clock.read(*after(0))
            for minute in (5, 60, 120):
                wall, counter = after(minute)
                assert clock.read(wall + jump, counter) == wall
            assert clock.read(*after(125)) == after(125)[0]

    def test_believes_a_clock_that_stayed(self) -> None:
        clock = SteadyClock()
        clock.read(*after(0))
        wall, counter = after(5)
        clock.read(wall + TWO_HOURS, counter)
        late = wall + BELIEVED_AFTER
        assert clock.read(late + TWO_HOURS, counter + BELIEVED_AFTER.total_seconds()) == late + TWO_HOURS

    def test_takes_another_day_as_it_is(self) -> None:
        clock = SteadyClock()
        clock.read(*after(0))
        assert clock.read(START + timedelta(days=2), 60) == START + timedelta(days=2)
