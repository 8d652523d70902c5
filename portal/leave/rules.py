"""Which days a leave may have, and where a day finds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.core.clock import FIRST_YEAR, LAST_YEAR
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.leave.states import LeaveKind, LeaveState, Standing

LONGEST = timedelta(days=366)
BACKDATED = timedelta(days=31)
"""Somebody who fell ill is entered afterwards; what is longer ago changes nothing any more."""


@dataclass(frozen=True)
class Days:
    """From the first to the last day away, both away."""

    from_on: date
    until_on: date

    def __iter__(self) -> Iterator[date]:
        day = self.from_on
        while day <= self.until_on:
            yield day
            day += timedelta(days=1)


@dataclass(frozen=True)
class Wanted:
    """What somebody writes into the form; `reads_along` gets the mail of the one who stands in, too."""

    days: Days
    kind: LeaveKind
    deputy_id: UUID | None = None
    reads_along: bool = False


def refuse_days(days: Days, today: date) -> None:
    """Raise `DomainError` beside the day that cannot be."""
    if days.until_on < days.from_on:
        raise DomainError(N_("마지막 날은 첫날보다 빠를 수 없습니다."), "until_on")
    if days.until_on < today:
        raise DomainError(N_("이미 지난 날입니다. 오늘이나 그 뒤의 날을 골라 주십시오."), "until_on")
    if days.from_on < today - BACKDATED:
        raise DomainError(N_("첫날이 너무 오래전입니다. 날짜를 다시 확인해 주십시오."), "from_on")
    if days.until_on - days.from_on >= LONGEST:
        raise DomainError(N_("한 해보다 길게 적을 수 없습니다. 담당 가구를 넘겨 주십시오."), "until_on")


def standing_on(state: LeaveState, days: Days, day: date) -> Standing:
    if state is LeaveState.CALLED_OFF:
        return Standing.CALLED_OFF
    if day < days.from_on:
        return Standing.PLANNED
    return Standing.UNDER_WAY if day <= days.until_on else Standing.ENDED


def refuse_ended(standing: Standing) -> None:
    """What is over stays as it was."""
    if standing in (Standing.ENDED, Standing.CALLED_OFF):
        raise Conflict(N_("이미 끝났거나 취소한 일정입니다. 화면을 새로 고쳐 주십시오."))


def last_day_of_early_return(days: Days, today: date) -> date | None:
    """The day before `today`; None where the leave would have no day left."""
    return today - timedelta(days=1) if today > days.from_on else None


def month_of(text: str, today: date) -> date:
    """The first day of the month that is asked for as "2026-11", of the present one where it is not understood."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        found = today.replace(day=1)
    return found if FIRST_YEAR < found.year < LAST_YEAR else today.replace(day=1)
