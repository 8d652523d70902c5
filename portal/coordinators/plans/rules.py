"""Decides what a care plan must hold before it can be kept or agreed."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from portal.coordinators.plans.states import HowOften
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.targets import Targets

LINES_AT_MOST = 12
TIMES_AT_MOST = 31
REVIEW_DAYS = timedelta(days=6)
"""Whether care goes on is decided within the week that begins when it comes up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """need → goal → service → how often → times → until, as written."""

    need: str
    goal: str
    service_id: UUID
    how_often: HowOften
    until_on: date
    times: int = 1


def longest_end(today: date, months: int) -> date:
    """The last day that a plan written on `today` may reach: the same day `months` later, or that month's last."""
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def refuse_plan(ends_on: date, lines: Sequence[LineDraft], today: date, targets: Targets) -> None:
    """Raise `DomainError` beside the field for a plan that cannot be kept."""
    if ends_on <= today:
        raise DomainError(N_("계획이 끝나는 날은 오늘보다 뒤여야 합니다."), "ends_on")
    if ends_on > longest_end(today, targets.plan_months):
        raise DomainError(
            N_("계획은 오늘부터 %(months)d개월을 넘을 수 없습니다."), "ends_on", months=targets.plan_months
        )
    if not lines:
        raise DomainError(N_("서비스를 한 줄 이상 적어 주십시오."), "lines")
    for number, line in enumerate(lines, start=1):
        refuse_line(number, line, ends_on, today)


def refuse_line(number: int, line: LineDraft, ends_on: date, today: date) -> None:
    """`number` counts from 1, as the lines are numbered on the screen."""
    if not today <= line.until_on <= ends_on:
        raise DomainError(
            N_("%(number)d번째 줄: 언제까지는 오늘과 계획이 끝나는 날 사이여야 합니다."), "lines", number=number
        )
    if line.how_often is HowOften.ONCE and line.times != 1:
        raise DomainError(N_("%(number)d번째 줄: 한 번만 하는 서비스의 횟수는 1입니다."), "lines", number=number)


def review_on(ends_on: date, today: date, days_before: int) -> date:
    """When to ask whether the case goes on or ends: `days_before` the plan's end, never before `today`."""
    return max(today, ends_on - timedelta(days=days_before))


def review_due_on(comes_up_on: date) -> date:
    """By when it is decided: within the week that begins when it comes up."""
    return comes_up_on + REVIEW_DAYS
