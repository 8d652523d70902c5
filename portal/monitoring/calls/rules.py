"""How a call counts as a contact, when somebody is called again, and what it leaves to be done."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.coordinators.calls.states import CallResult
from portal.coordinators.caseload.rules import contact_after_visit_on, retry_on
from portal.coordinators.contacts.states import BegunBy, ContactOutcome
from portal.core import clock
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.promises import Working
from portal.core.targets import Targets
from portal.core.workdays import next_workday
from portal.monitoring.calls.states import CallTaskKind

REACHED = frozenset(CallResult) - {CallResult.NO_ANSWER, CallResult.WRONG_NUMBER}
"""The person answered."""

ASKED_HOW = frozenset({CallResult.SPOKE, CallResult.NEEDS_VISIT, CallResult.NEEDS_REFERRAL})
WITHOUT_HOUSEHOLD = (
    CallResult.SPOKE,
    CallResult.NO_ANSWER,
    CallResult.WRONG_NUMBER,
    CallResult.CALL_BACK,
    CallResult.REFUSED,
)
"""What may come of calling somebody who is not in care, of whom nothing is kept but the thing that they told."""

_OUTCOMES: Mapping[CallResult, ContactOutcome] = {
    CallResult.NO_ANSWER: ContactOutcome.NO_ANSWER,
    CallResult.WRONG_NUMBER: ContactOutcome.NO_ANSWER,
    CallResult.NEEDS_VISIT: ContactOutcome.NEEDS_CHANGE,
    CallResult.NEEDS_REFERRAL: ContactOutcome.NEEDS_CHANGE,
    CallResult.EMERGENCY: ContactOutcome.WORRYING,
}

TASKS: Mapping[CallResult, CallTaskKind] = {
    CallResult.WRONG_NUMBER: CallTaskKind.NUMBER,
    CallResult.REFUSED: CallTaskKind.REFUSAL,
    CallResult.NEEDS_VISIT: CallTaskKind.VISIT,
    CallResult.NEEDS_REFERRAL: CallTaskKind.REFER,
}
VISITS = frozenset({CallTaskKind.UNREACHED, CallTaskKind.VISIT})
"""What ends with somebody having been there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What whoever telephoned writes down: `how` the person is, and when they asked to be called again."""

    result: CallResult
    how: ContactOutcome = ContactOutcome.UNANSWERED
    again_at: datetime | None = None
    note: str = ""
    begun_by: BegunBy = BegunBy.US


def refuse_said(said: Said, now: datetime, targets: Targets, *, in_care: bool) -> None:
    """Raise `DomainError` beside what is missing or cannot be."""
    if said.begun_by is BegunBy.RESIDENT and said.result not in REACHED:
        raise DomainError(N_("이용자가 먼저 건 전화는 닿은 것입니다. 결과를 다시 골라 주십시오."), "result")
    if not in_care and said.result not in WITHOUT_HOUSEHOLD:
        raise DomainError(N_("이용자가 아닌 분입니다. 다른 결과를 골라 주십시오."), "result")
    if in_care and said.result is CallResult.SPOKE and said.how is ContactOutcome.UNANSWERED:
        raise DomainError(N_("통화했으면 어떻게 지내시는지 골라 주십시오."), "how")
    if said.result is CallResult.CALL_BACK:
        _refuse_again(said.again_at, now, targets)


def _refuse_again(again_at: datetime | None, now: datetime, targets: Targets) -> None:
    if again_at is None:
        raise DomainError(N_("다시 걸 날과 때를 적어 주십시오."), "again_on")
    if again_at <= now:
        raise DomainError(N_("지난 때입니다. 지금보다 뒤의 때를 적어 주십시오."), "again_on")
    if again_at > now + timedelta(days=targets.contact_every_days):
        raise DomainError(N_("%(days)d일 안의 날을 골라 주십시오."), "again_on", days=targets.contact_every_days)


def outcome_of(said: Said) -> ContactOutcome:
    """As a contact: how they are where that was asked; who called back or refused told nothing of that."""
    if said.result in ASKED_HOW and said.how is not ContactOutcome.UNANSWERED:
        return said.how
    return _OUTCOMES.get(said.result, ContactOutcome.UNANSWERED)


def next_contact_on(said: Said, rests_until: datetime | None, today: date, targets: Targets) -> date | None:
    """The day of the next contact where it does not follow from how they are.

    Whoever refused is left in peace for a week, in which the coordinator asks why.
    """
    if said.result is CallResult.REFUSED:
        return contact_after_visit_on(today, targets)
    if said.result is CallResult.NO_ANSWER and rests_until is not None:
        return min(clock.day_of(rests_until), retry_on(today))
    return clock.day_of(said.again_at) if said.again_at and said.result is CallResult.CALL_BACK else None


def not_after(chosen: date | None, latest: date | None, today: date) -> date | None:
    """A policy of monitoring may ask for an earlier day than the call left, though never for one that has passed."""
    return chosen if chosen is None or latest is None else min(chosen, max(latest, today))


def rests_until(said: Said, tries: int, now: datetime, working: Working, targets: Targets) -> datetime | None:
    """Until when nobody calls again; who refused is left in peace until the next working day at least."""
    if said.result is CallResult.CALL_BACK:
        return said.again_at
    if said.result is CallResult.REFUSED:
        return _next_morning(now, working)
    return None if said.result in REACHED else next_try_at(tries, now, working, targets)


def next_try_at(tries: int, now: datetime, working: Working, targets: Targets) -> datetime:
    """The ladder of tries: later on the same day, then each next working day from its opening on."""
    later = now + timedelta(hours=targets.call_again_hours)
    if tries == 1 and working.is_open(later) and clock.day_of(later) == clock.day_of(now):
        return later
    return _next_morning(now, working)


def _next_morning(now: datetime, working: Working) -> datetime:
    return clock.at(next_workday(clock.day_of(now) + timedelta(days=1)), working.opens)


def asks_for_visit(tries: int, targets: Targets) -> bool:
    """Whether so many tries in a row mean that somebody goes there."""
    return tries >= targets.call_tries


def task_due_at(now: datetime, working: Working) -> datetime:
    """By the end of the next working day."""
    return working.end_of(clock.day_of(now) + timedelta(days=1))


def a_year_before(day: date) -> date:
    """The same day of the year before; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def change_in_percent(before: int, count: int) -> int | None:
    """By how much it grew or shrank, rounded; None where there was nothing to compare with."""
    return round((count - before) * 100 / before) if before else None
