"""What is due while nobody is asked for it, or while nobody can be visited."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from portal.coordinators.caseload.states import CaseState
from portal.core.clock import at, day_of
from portal.monitoring.duties.clocks import AT_HOME, PutOff, Rest, end_of_day
from portal.monitoring.duties.rules import DutyRule, asked
from portal.monitoring.duties.settling import wanted
from tests.unit.monitoring.duty_facts import HOURS, MONDAY, TARGETS, WEEKLY, A, T, U, due_on, edition, household

FROM, UNTIL, AFTER = date(2026, 11, 4), date(2026, 11, 13), date(2026, 11, 16)
EXEMPT, HELD = Rest(frozenset({A.CONTACT}), FROM, UNTIL), Rest(frozenset(A), FROM, UNTIL)
AWAY = Rest(AT_HOME, FROM, UNTIL, is_absence=True)
IN_72_HOURS = DutyRule("첫 방문", A.ASSESSMENT, T.PAIRED, 72, U.HOURS)
AT_THEIR_DOOR = DutyRule("찾아가기", A.HOME_VISIT, T.EVERY, 7)
ASK_ANEW = DutyRule("난방", A.TASK, T.PAIRED, 1)


class TestRest:
    """Monday 2 November, ten days from Wednesday until Friday the 13th, asked again on Monday the 16th."""

    @pytest.mark.parametrize(
        ("rule", "rest", "due"),
        [
            (WEEKLY, EXEMPT, AFTER),
            (AT_THEIR_DOOR, EXEMPT, date(2026, 11, 9)),
            (WEEKLY, HELD, AFTER),
            (AT_THEIR_DOOR, HELD, AFTER),
            (IN_72_HOURS, HELD, AFTER),
            (ASK_ANEW, HELD, AFTER),
            (replace(WEEKLY, amount=20), HELD, date(2026, 11, 20)),
            (WEEKLY, AWAY, date(2026, 11, 12)),
            (AT_THEIR_DOOR, AWAY, AFTER),
            (IN_72_HOURS, AWAY, AFTER),
            (replace(ASK_ANEW, amount=3), AWAY, date(2026, 11, 5)),
            (replace(AT_THEIR_DOOR, amount=1), AWAY, date(2026, 11, 3)),
        ],
    )
    def test_lets_what_falls_into_it_come_up_on_the_working_day_after(
        self, rule: DutyRule, rest: Rest, due: date
    ) -> None:
        """Who is away can be called: a contact waits three working days at most; what was late before stays so."""
        facts = household(state=CaseState.PAIRED, rests=(rest,))
        found = wanted(facts, asked(facts, (edition(rule),), MONDAY, HOURS), [], TARGETS)
        assert [day_of(one.due_at) for one in found if one.act is rule.act] == [due]

    def test_lets_a_first_visit_wait_anew_once_it_is_over(self) -> None:
        """Their word of before is over with it; what they ask since counts."""
        monday = at(AFTER, time(9))
        put_off = (PutOff(MONDAY, MONDAY + timedelta(hours=5)), PutOff(monday, monday + timedelta(hours=6)))
        facts = household(state=CaseState.PAIRED, rests=(HELD,), put_off=put_off)
        (visit,) = asked(facts, (edition(IN_72_HOURS),), MONDAY, HOURS)
        assert visit.due_at == end_of_day(AFTER) + timedelta(hours=6)

    def test_is_followed_by_the_next_one(self) -> None:
        then_away = replace(AWAY, from_on=date(2026, 11, 15), until_on=date(2026, 11, 20))
        facts = household(rests=(then_away, HELD))
        assert due_on(facts, edition(AT_THEIR_DOOR), act=A.HOME_VISIT) == date(2026, 11, 23)

    def test_a_call_back_puts_off_what_is_done_at_home(self) -> None:
        asked_at = MONDAY + timedelta(days=7)
        facts = household(put_off=(PutOff(asked_at, at(date(2026, 11, 11), time(15))),))
        assert due_on(facts, edition(AT_THEIR_DOOR), act=A.HOME_VISIT) == date(2026, 11, 11)
