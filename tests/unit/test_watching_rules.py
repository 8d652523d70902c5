"""Which level a silence reaches when, and that not to see somebody is never to know that they are well."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.clock import SEOUL
from portal.core.errors import DomainError
from portal.core.ids import new_id
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.devices.rules import HOURS, USUAL, Hours, hours_of, refuse_hours, strictest
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.watching.rules import (
    Eye,
    Facts,
    Verdict,
    When,
    at_home,
    is_night,
    is_supplier_at_fault,
    is_supplier_mute,
    is_supplier_well,
    judge,
    outlook,
    refuse_absence,
    standing,
)

SINCE = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""Monday, 10:00 in Seoul."""

ALWAYS = When(nights=True)
PLUG, PHONE = Hours(24, 36, 50), Hours(72, 84, 96)
moments = st.integers(0, 60 * 24 * 40).map(lambda minutes: SINCE + timedelta(minutes=minutes))
eyes = st.lists(
    st.builds(Eye, st.sampled_from([PLUG, PHONE, USUAL]), st.booleans(), st.just("기기")), min_size=1, max_size=4
)


def after(hours: float) -> datetime:
    return SINCE + timedelta(hours=hours)


def facts(*seeing: Eye, **values: object) -> Facts:
    return replace(Facts(new_id(), SINCE, ALWAYS, seeing or (Eye(USUAL, True, "기기"),)), **values)  # type: ignore[arg-type]


class TestStanding:
    @pytest.mark.parametrize(
        ("hours", "level", "next_after"),
        [
            (0, None, 24),
            (23.99, None, 24),
            (24, AlertLevel.ATTENTION, 36),
            (36, AlertLevel.CAUTION, 48),
            (48, AlertLevel.DANGER, None),
            (400, AlertLevel.DANGER, None),
        ],
    )
    def test_rises_by_hours(self, hours: float, level: AlertLevel | None, next_after: float | None) -> None:
        found = standing(SINCE, USUAL, ALWAYS, after(hours))
        assert (found.level, found.next_at) == (level, after(next_after) if next_after else None)

    def test_waits_for_the_morning_where_nobody_is_watched_by_night(self) -> None:
        late = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 23:00 in Seoul
        by_night = standing(late, USUAL, When(nights=False), late + timedelta(hours=24))
        assert by_night.level is None
        assert by_night.next_at == datetime(2026, 11, 24, 21, 0, tzinfo=UTC)
        assert standing(late, USUAL, ALWAYS, late + timedelta(hours=24)).level is AlertLevel.ATTENTION

    def test_waits_for_a_working_day_where_somebody_chose_so(self) -> None:
        friday = datetime(2026, 11, 27, 1, 0, tzinfo=UTC)
        weekdays = When(nights=True, weekends=False)
        found = standing(friday, USUAL, weekdays, friday + timedelta(hours=50))
        assert (found.level, found.next_at) == (None, datetime(2026, 11, 30, 0, 0, tzinfo=UTC))

    def test_tells_on_a_working_day_what_is_reached_before_the_morning(self) -> None:
        """관심 is reached on a Sunday and waits for nine; 주의 is reached at the midnight before and waits no more."""
        saturday = datetime(2026, 11, 27, 15, 0, tzinfo=UTC)
        hours, weekdays = hours_of(DeviceKind.STEPS), When(nights=True, weekends=False)
        assert standing(saturday, hours, weekdays, saturday).next_at == saturday + timedelta(hours=48)
        found = standing(saturday, hours, weekdays, saturday + timedelta(hours=48))
        assert (found.level, found.next_at) == (AlertLevel.CAUTION, saturday + timedelta(hours=72))

    @given(moments, st.booleans(), st.booleans())
    def test_nothing_is_told_early_or_not_at_all(self, moment: datetime, nights: bool, weekends: bool) -> None:
        told_at = When(nights, weekends).looks(moment)
        assert moment <= told_at <= moment + timedelta(days=8)
        assert nights or not is_night(told_at)
        assert weekends or told_at.astimezone(SEOUL).weekday() < 5


class TestJudge:
    def test_the_strictest_device_that_sees_decides(self) -> None:
        plug, phone = Eye(PLUG, True, "플러그"), Eye(PHONE, True, "전화")
        assert judge(facts(plug, phone), after(24)).raises is AlertLevel.ATTENTION
        blind = replace(plug, sees=False)
        verdict = judge(facts(blind, phone), after(25))
        assert (verdict.raises, verdict.due_at) == (None, after(72))

    def test_a_level_is_told_once(self) -> None:
        assert judge(facts(told=AlertLevel.ATTENTION), after(25)).raises is None
        assert judge(facts(told=AlertLevel.ATTENTION), after(36)).raises is AlertLevel.CAUTION

    def test_whoever_is_away_is_left_alone_until_they_are_back(self) -> None:
        assert judge(facts(away_until=after(100)), after(60)) == Verdict(due_at=after(100), away=True)
        assert judge(facts(away_until=after(50)), after(60)).raises is AlertLevel.DANGER

    @pytest.mark.parametrize("eyes", [(Eye(USUAL, False, "기기"),), ()])
    def test_whoever_nothing_sees_is_called_and_looked_for_at_the_hours_of_danger(self, eyes: tuple[Eye, ...]) -> None:
        blind = replace(facts(), eyes=eyes)
        assert judge(blind, after(23)) == Verdict(due_at=after(24), eyes=eyes)
        for hours, due in ((24, 25), (36, 37), (47.5, 48)):
            assert judge(blind, after(hours)) == Verdict(calls=True, due_at=after(due), eyes=eyes)
        assert judge(blind, after(48)) == Verdict(AlertLevel.DANGER, calls=True, due_at=after(49), eyes=eyes)
        assert judge(replace(blind, told=AlertLevel.DANGER), after(49)).raises is None

    @given(eyes, moments)
    def test_silence_never_becomes_well(self, seeing: list[Eye], now: datetime) -> None:
        """From the time of the strictest device on there is a level, or a call; and before it somebody looks again."""
        verdict = judge(facts(*seeing), now)
        deciding = [eye.hours for eye in seeing if eye.sees] or [eye.hours for eye in seeing]
        is_over = now >= SINCE + timedelta(hours=strictest(deciding).attention)
        assert (verdict.raises is not None or verdict.calls) == is_over
        assert verdict.calls == (is_over and not any(eye.sees for eye in seeing))
        assert verdict.raises is AlertLevel.DANGER or verdict.due_at is not None
        assert verdict.due_at is None or verdict.due_at > now

    @given(eyes, moments)
    def test_the_page_says_when_the_sweep_looks(self, seeing: list[Eye], now: datetime) -> None:
        looks_at = outlook(facts(*seeing), now)
        assert looks_at is not None
        before = judge(facts(*seeing), looks_at - timedelta(seconds=1))
        assert before.raises is None
        assert not before.calls
        at_it = judge(facts(*seeing), looks_at)
        assert at_it.raises is not None or at_it.calls


class TestSupplier:
    @pytest.mark.parametrize(
        ("total", "quiet", "is_at_fault"),
        [(4, 4, False), (5, 5, True), (100, 49, False), (100, 50, True), (9, 5, True), (11, 5, False), (0, 0, False)],
    )
    def test_is_at_fault_when_many_and_half_are_silent(self, total: int, quiet: int, is_at_fault: bool) -> None:
        assert is_supplier_at_fault(total, quiet) is is_at_fault

    @pytest.mark.parametrize(
        ("lively", "heard_after", "mute_after"),
        [(5, 0, 6), (10, 0, 3), (500, 0, 3), (500, 10, 21), (500, 11, 22), (4, 0, None)],
    )
    def test_is_mute_when_nothing_is_heard_by_day(
        self, lively: int, heard_after: float, mute_after: float | None
    ) -> None:
        """From 20:00 two hours of the evening and one of the morning count."""
        hours = [each / 2 for each in range(100)]
        mute = [each for each in hours if is_supplier_mute(lively, 0, after(heard_after), after(each))]
        assert mute[:1] == ([mute_after] if mute_after is not None else [])

    def test_is_mute_when_several_should_have_spoken_and_nothing_is_heard_for_a_day(self) -> None:
        found = [is_supplier_mute(0, quiet, SINCE, after(hours)) for quiet, hours in ((5, 24), (4, 24), (5, 23))]
        assert found == [True, False, False]

    def test_is_well_again_when_three_quarters_speak_for_an_hour_or_most_for_a_day(self) -> None:
        well = [is_supplier_well(100, quiet, 0, SINCE, after(1)) for quiet in (49, 26, 25, 0)]
        assert well == [False, False, True, True]
        assert not is_supplier_well(100, 0, 0, SINCE, after(0.9)), "what it kept of the others comes in"
        assert [is_supplier_well(100, 49, 0, SINCE, after(hours)) for hours in (0, 23, 24)] == [False, False, True]
        assert [is_supplier_well(100, 0, 100, SINCE, after(hours)) for hours in (0, 2, 3)] == [False, False, True]


class TestHours:
    def test_are_those_of_the_domain(self) -> None:
        assert hours_of(DeviceKind.MOTION) == (24, 36, 48)
        assert hours_of(DeviceKind.PLUG) == (24, 36, 50)
        assert hours_of(DeviceKind.TELEPHONE).attention == 72
        for hours in HOURS.values():
            refuse_hours(hours)

    @pytest.mark.parametrize("hours", [Hours(11, 36, 48), Hours(24, 24, 48), Hours(24, 36, 30), Hours(24, 36, 10_000)])
    def test_rise_and_are_looked_after(self, hours: Hours) -> None:
        with pytest.raises(DomainError):
            refuse_hours(hours)


class TestAbsence:
    def test_has_an_end_that_is_near(self) -> None:
        refuse_absence(SINCE, after(24 * 30), SINCE)
        for starts_at, ends_at in (
            (SINCE, after(24 * 32)),
            (SINCE, SINCE),
            (after(5), after(2)),
            (after(-50), after(-1)),
        ):
            with pytest.raises(DomainError):
                refuse_absence(starts_at, ends_at, SINCE)


class TestAtHome:
    HOURS = staticmethod(lambda *numbers: tuple(SINCE + timedelta(hours=number) for number in numbers))

    @pytest.mark.parametrize(
        ("away", "left"),
        [
            ([], [(0, 30)]),
            ([(10, 20)], [(0, 10), (20, 30)]),
            ([(-5, 4)], [(4, 30)]),
            ([(25, 40)], [(0, 25)]),
            ([(-5, 40)], []),
            ([(5, 12), (10, 20)], [(0, 5), (20, 30)]),
            ([(31, 40), (-9, -1)], [(0, 30)]),
        ],
    )
    def test_a_silence_counts_anew_after_each_absence(
        self, away: list[tuple[int, int]], left: list[tuple[int, int]]
    ) -> None:
        parts = at_home(self.HOURS(0, 30), [self.HOURS(*each) for each in away])
        assert parts == [self.HOURS(*each) for each in left]
