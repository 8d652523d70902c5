"""When an alert goes on to the next step, and by what it may end."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.core.clock import at, day_of
from portal.core.errors import DomainError
from portal.core.targets import Targets
from portal.core.workdays import is_workday
from portal.monitoring.alerts.rules import (
    CERTAIN,
    PUT_OFF_AT_MOST,
    RUNGS,
    TOLD_BY,
    Attendance,
    is_higher,
    missing_rungs,
    next_rung,
    refuse_ending,
    refuse_next_look,
    refuse_unsaid,
    rung_from,
    time_for,
)
from portal.monitoring.alerts.states import (
    ALERT_STATES,
    AlertEnding,
    AlertLevel,
    AlertState,
    AttemptMeans,
    AttemptResult,
    Rung,
)
from portal.monitoring.alerts.trial import tried

SATURDAY, MONDAY, TUESDAY = (date(2026, 11, day) for day in (21, 23, 24))
HOUR = timedelta(hours=1)
OFFICE = Attendance(time(9), time(18))
moments = some.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)).map(lambda each: at(each.date(), each.time()))  # noqa: DTZ001 of Seoul
waits = some.integers(5, 24 * 60).map(lambda minutes: timedelta(minutes=minutes))


def on_call(day: date, begins: time, ends: time) -> Attendance:
    return Attendance(time(9), time(18), [(at(day, begins), at(day, ends))])


class TestAttendance:
    @pytest.mark.parametrize(
        ("attended", "moment", "wait", "due"),
        [
            (OFFICE, at(MONDAY, time(10)), HOUR, at(MONDAY, time(11))),
            (OFFICE, at(MONDAY, time(17)), HOUR, at(MONDAY, time(18))),
            (OFFICE, at(MONDAY, time(17, 30)), HOUR, at(TUESDAY, time(9, 30))),
            (OFFICE, at(SATURDAY, time(3)), HOUR, at(MONDAY, time(10))),
            (on_call(SATURDAY, time(9), time(20)), at(SATURDAY, time(3)), HOUR, at(SATURDAY, time(10))),
            (on_call(MONDAY, time(18), time(23)), at(MONDAY, time(17, 30)), HOUR, at(MONDAY, time(18, 30))),
            (on_call(MONDAY, time(12), time(20)), at(MONDAY, time(17, 30)), HOUR, at(MONDAY, time(18, 30))),
        ],
    )
    def test_counts_the_time_in_which_somebody_is_there(
        self, attended: Attendance, moment: datetime, wait: timedelta, due: datetime
    ) -> None:
        assert attended.after(moment, wait) == due

    @given(moments, waits, waits)
    def test_waits_longer_for_more(self, moment: datetime, one: timedelta, more: timedelta) -> None:
        assert moment + one <= OFFICE.after(moment, one) < OFFICE.after(moment, one + more)

    @given(moments, waits)
    def test_nothing_is_due_while_nobody_is_there(self, moment: datetime, wait: timedelta) -> None:
        due = OFFICE.after(moment, wait)
        day = day_of(due)
        assert is_workday(day)
        assert at(day, time(9)) < due <= at(day, time(18))

    @given(moments)
    def test_knows_until_when_and_from_when_somebody_looks(self, moment: datetime) -> None:
        begins, until = OFFICE.watched_from(moment), OFFICE.watched_until(moment)
        assert (begins == moment) is (until is not None)
        assert OFFICE.watched_until(begins) is not None


class TestLadder:
    def test_goes_up_to_119_and_stays_there(self) -> None:
        climbed = [Rung.TEXT]
        for _each in RUNGS:
            climbed.append(next_rung(climbed[-1]))
        assert climbed == [*RUNGS, Rung.RESCUE]

    @pytest.mark.parametrize(
        ("is_written_to", "has_phone", "has_contact", "left"),
        [
            (True, True, True, list(Rung)),
            (True, True, False, [Rung.TEXT, Rung.COORDINATOR, Rung.DEPUTY, Rung.DOOR, Rung.RESCUE]),
            (True, False, True, [Rung.TEXT, Rung.DOOR, Rung.CONTACT_PERSON, Rung.RESCUE]),
            (False, True, True, list(Rung)[1:]),
            (False, False, False, [Rung.DOOR, Rung.RESCUE]),
        ],
    )
    def test_leaves_out_turns_at_which_nobody_could_do_what_is_asked(
        self, is_written_to: bool, has_phone: bool, has_contact: bool, left: list[Rung]
    ) -> None:
        missing = missing_rungs(is_written_to=is_written_to, has_phone=has_phone, has_contact=has_contact)
        climbed = [rung_from(Rung.TEXT, missing)]
        while climbed[-1] is not Rung.RESCUE:
            climbed.append(next_rung(climbed[-1], missing))
        assert climbed == left

    @pytest.mark.parametrize("rung", Rung)
    def test_is_no_slower_where_the_level_is_higher(self, rung: Rung) -> None:
        attention, caution, danger = (time_for(rung, level, Targets()) for level in AlertLevel)
        assert danger <= caution <= attention

    def test_levels_rise_from_attention_to_danger(self) -> None:
        assert is_higher(AlertLevel.DANGER, AlertLevel.CAUTION)
        assert is_higher(AlertLevel.CAUTION, AlertLevel.ATTENTION)
        assert not is_higher(AlertLevel.ATTENTION, AlertLevel.ATTENTION)


class TestEndings:
    @pytest.mark.parametrize("ending", AlertEnding)
    @pytest.mark.parametrize("result", [AttemptResult.ASKED, AttemptResult.NO_ANSWER, AttemptResult.UNCLEAR])
    def test_none_comes_of_silence_or_of_what_is_unclear(self, ending: AlertEnding, result: AttemptResult) -> None:
        with pytest.raises(DomainError) as refused:
            refuse_ending(ending, result)
        assert refused.value.field == "ending"

    @pytest.mark.parametrize("ending", [AlertEnding.SAFE, AlertEnding.FALSE_ALARM])
    def test_well_is_only_whom_somebody_saw_or_spoke_with(self, ending: AlertEnding) -> None:
        assert CERTAIN[ending] == {AttemptResult.SPOKE, AttemptResult.SEEN}
        with pytest.raises(DomainError):
            refuse_ending(ending, AttemptResult.HEARD)

    def test_every_ending_has_what_bears_it_out(self) -> None:
        assert CERTAIN.keys() == set(AlertEnding)
        for ending, results in CERTAIN.items():
            for result in results:
                refuse_ending(ending, result)

    @pytest.mark.parametrize(
        ("means", "result"),
        [
            (AttemptMeans.TEXT, AttemptResult.SPOKE),
            (AttemptMeans.TEXT, AttemptResult.HEARD),
            (AttemptMeans.CALL, AttemptResult.SEEN),
            (AttemptMeans.CONTACT_PERSON, AttemptResult.SEEN),
            (AttemptMeans.CONTACT_PERSON, AttemptResult.SPOKE),
        ],
    )
    def test_none_comes_of_what_its_means_cannot_tell(self, means: AttemptMeans, result: AttemptResult) -> None:
        with pytest.raises(DomainError) as refused:
            refuse_unsaid(means, result, "따님")
        assert refused.value.field == "result"

    def test_every_means_may_come_to_nothing(self) -> None:
        assert TOLD_BY.keys() == set(AttemptMeans)
        for results in TOLD_BY.values():
            assert results >= {AttemptResult.NO_ANSWER, AttemptResult.UNCLEAR}
            assert AttemptResult.ASKED not in results

    def test_only_what_somebody_acted_on_ends(self) -> None:
        before = {state for (state, _verb), to in ALERT_STATES.table.items() if to is AlertState.ENDED}
        assert before == {AlertState.ACTED_ON}


class TestPuttingOff:
    @pytest.mark.parametrize("level", AlertLevel)
    def test_has_a_limit_by_the_level(self, level: AlertLevel) -> None:
        now, at_most = at(MONDAY, time(10)), PUT_OFF_AT_MOST[level]
        refuse_next_look(now + at_most, level, now)
        for moment in (now, now - HOUR, now + at_most + timedelta(minutes=1)):
            with pytest.raises(DomainError) as refused:
                refuse_next_look(moment, level, now)
            assert refused.value.field == "next_look_at"


class TestOtherHours:
    SILENCES = ((at(MONDAY, time(0)), at(TUESDAY, time(6))), (at(SATURDAY, time(0)), at(MONDAY, time(1))))

    def test_say_which_alerts_would_have_come_or_not(self) -> None:
        longer = tried(self.SILENCES, (24, 36, 48), (32, 40, 72), lambda moment: moment)
        assert [(each.before, each.after) for each in longer] == [
            (AlertLevel.DANGER, AlertLevel.CAUTION),
            (AlertLevel.ATTENTION, None),
        ]
        assert [each.would_go for each in longer] == [False, True]
        shorter = tried(self.SILENCES[:1], (32, 40, 72), (24, 36, 48), lambda moment: moment)
        assert [each.would_come for each in shorter] == [True]

    def test_are_told_when_somebody_is_watched_and_not_before(self) -> None:
        assert tried(self.SILENCES[:1], (24, 36, 48), (24, 36, 48), lambda moment: moment + 6 * HOUR) == []

    @given(moments, waits)
    def test_of_the_same_kind_change_nothing(self, moment: datetime, wait: timedelta) -> None:
        hours = (12, 15, 20)
        same = tried([(moment, moment + wait)], hours, hours, lambda each: each)
        assert all(each.before is each.after for each in same)
