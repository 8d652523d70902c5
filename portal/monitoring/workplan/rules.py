"""The quarters of a year, and how well a task goes for the part of the year that has passed."""

from datetime import date

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.monitoring.workplan.states import Light

QUARTERS = (1, 2, 3, 4)
GREEN_FROM, AMBER_FROM = 90, 60
"""Per cent of what the past quarters should have brought (ours)."""

FIRST_YEAR, LAST_YEAR = 2020, 2100


def bounds(year: int, quarter: int) -> tuple[date, date]:
    """The first day of a quarter, and the first of the one after it."""
    first = date(year, 3 * quarter - 2, 1)
    return first, date(year + 1, 1, 1) if quarter == QUARTERS[-1] else date(year, 3 * quarter + 1, 1)


def quarters_begun(year: int, today: date) -> tuple[int, ...]:
    return tuple(quarter for quarter in QUARTERS if bounds(year, quarter)[0] <= today)


def quarters_past(year: int, today: date) -> int:
    return sum(bounds(year, quarter)[1] <= today for quarter in QUARTERS)


def percent(done: int, target: int) -> int:
    """How much of the target is reached, in whole per cent, rounded down."""
    return done * 100 // target


def light_of(done: int, target: int, past: int) -> Light:
    """What the figure says after `past` whole quarters; before the first one it says nothing."""
    if not past:
        return Light.UNANSWERED
    reached = done * 100 * len(QUARTERS)
    if reached >= GREEN_FROM * target * past:
        return Light.GREEN
    return Light.AMBER if reached >= AMBER_FROM * target * past else Light.RED


def refuse_unfilled(owner: str, target: int | None) -> None:
    """Raise `DomainError` for a task of which nobody says who does it, and how much."""
    if not owner:
        raise DomainError(N_("맡은 부서나 기관을 적어 주십시오."), "owner")
    if target is None:
        raise DomainError(N_("목표를 숫자로 적어 주십시오."), "target")


def refuse_quarter(year: int, quarter: int, today: date) -> None:
    """Raise `DomainError` for a quarter that has not begun."""
    if quarter not in quarters_begun(year, today):
        raise DomainError(N_("아직 시작하지 않은 분기입니다."))


def refuse_light(light: Light, words: str) -> None:
    """Raise `DomainError` where something does not go well and nobody says why."""
    if light in (Light.AMBER, Light.RED) and not words:
        raise DomainError(N_("무엇이 어려운지, 어떻게 할지 적어 주십시오."), "words")
