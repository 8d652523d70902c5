"""Silence is never taken for being well, whatever the hours, the devices and the moment; nor does it end an alert."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.coordinators.calls.states import CallResult
from portal.core.errors import DomainError
from portal.monitoring.alerts.calling import RESULTS
from portal.monitoring.alerts.rules import CERTAIN, LEVELS, refuse_ending
from portal.monitoring.alerts.states import (
    ALERT_STATES,
    AlertEnding,
    AlertLevel,
    AlertState,
    AlertVerb,
    AttemptResult,
)
from portal.monitoring.devices.rules import LONGEST_HOURS, SHORTEST_HOURS, Hours
from portal.monitoring.watching.rules import Eye, Facts, When, judge, standing

HOME = UUID(int=1)
CERTAIN_RESULTS = frozenset({AttemptResult.SPOKE, AttemptResult.SEEN, AttemptResult.HEARD})
moments = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda one: one.replace(tzinfo=UTC))  # noqa: DTZ001 made aware
spans = st.integers(0, 24 * 40).map(lambda hours: timedelta(hours=hours))
hours = st.lists(st.integers(SHORTEST_HOURS, LONGEST_HOURS), min_size=3, max_size=3, unique=True).map(
    lambda three: Hours(*sorted(three))
)
whens = st.builds(When, nights=st.booleans(), weekends=st.booleans())
eyes = st.lists(st.builds(Eye, hours=hours, sees=st.booleans(), words=st.just("움직임 감지기")), min_size=1, max_size=4)
levels = st.sampled_from([None, *AlertLevel])
verbs = st.lists(st.sampled_from(AlertVerb), max_size=40)


def height(level: AlertLevel | None) -> int:
    return -1 if level is None else LEVELS.index(level)


class TestSilence:
    @given(eyes, whens, levels, moments, spans)
    def test_that_reached_a_level_is_told_or_was_or_lets_somebody_call(
        self, seen_by: list[Eye], when: When, told: AlertLevel | None, since: datetime, passed: timedelta
    ) -> None:
        now = since + passed
        verdict = judge(Facts(HOME, since, when, seen_by, told=told), now)
        looking = [eye.hours for eye in seen_by if eye.sees] or [eye.hours for eye in seen_by]
        shortest = Hours(*(min(column) for column in zip(*looking, strict=True)))
        reached = standing(since, shortest, when, now).level
        if any(eye.sees for eye in seen_by):
            assert height(verdict.raises or told) >= height(reached)
        else:
            is_unseen = reached is AlertLevel.DANGER and told is not AlertLevel.DANGER
            assert (verdict.raises, verdict.calls) == (reached if is_unseen else None, reached is not None)

    @given(eyes, whens, levels, moments, spans)
    def test_is_looked_at_again_until_the_last_level_is_told(
        self, seen_by: list[Eye], when: When, told: AlertLevel | None, since: datetime, passed: timedelta
    ) -> None:
        now = since + passed
        verdict = judge(Facts(HOME, since, when, seen_by, told=told), now)
        if verdict.due_at is None:
            assert (verdict.raises or told) is AlertLevel.DANGER
        else:
            assert verdict.due_at > now

    @given(hours, whens, moments, spans, spans)
    def test_that_lasts_longer_never_stands_lower(
        self, after: Hours, when: When, since: datetime, passed: timedelta, more: timedelta
    ) -> None:
        earlier, later = (standing(since, after, when, since + each).level for each in (passed, passed + more))
        assert height(earlier) <= height(later)

    @given(eyes, whens, moments, spans, spans)
    def test_of_whoever_is_away_waits_until_they_are_back(
        self, seen_by: list[Eye], when: When, since: datetime, passed: timedelta, more: timedelta
    ) -> None:
        now = since + passed
        back_at = now + more + timedelta(minutes=1)
        verdict = judge(Facts(HOME, since, when, seen_by, away_until=back_at), now)
        assert (verdict.raises, verdict.calls, verdict.due_at) == (None, False, back_at)

    @given(whens, moments)
    def test_is_told_no_earlier_than_its_level_is_reached(self, when: When, moment: datetime) -> None:
        assert moment <= when.looks(moment) <= moment + timedelta(days=12)


class TestAnAlert:
    @given(verbs)
    def test_ends_only_right_after_somebody_acted(self, chosen: list[AlertVerb]) -> None:
        """Whatever comes between leaves it as it is: the level, the turn or a sign of life."""
        state, has_acted = ALERT_STATES.next(None, AlertVerb.RAISE), False
        for verb in chosen:
            if not ALERT_STATES.allows(state, verb):
                continue
            state = ALERT_STATES.next(state, verb)
            if verb is AlertVerb.ACT:
                has_acted = True
            elif verb in (AlertVerb.PUT_OFF, AlertVerb.LOOK_AGAIN, AlertVerb.PART):
                has_acted = False
            assert state is not AlertState.ENDED or has_acted

    @pytest.mark.parametrize("result", AttemptResult)
    @pytest.mark.parametrize("ending", AlertEnding)
    def test_ends_by_what_somebody_saw_or_surely_heard(self, ending: AlertEnding, result: AttemptResult) -> None:
        if result in CERTAIN[ending]:
            refuse_ending(ending, result)
            assert result in CERTAIN_RESULTS
        else:
            with pytest.raises(DomainError):
                refuse_ending(ending, result)

    def test_ends_as_well_only_by_the_person_themselves(self) -> None:
        themselves = {AttemptResult.SPOKE, AttemptResult.SEEN}
        assert CERTAIN[AlertEnding.SAFE] == CERTAIN[AlertEnding.FALSE_ALARM] == themselves

    def test_is_certain_after_a_call_only_where_somebody_spoke(self) -> None:
        certain = {one for one in CallResult if RESULTS.get(one, AttemptResult.UNCLEAR) in CERTAIN_RESULTS}
        assert certain == {CallResult.SPOKE}
