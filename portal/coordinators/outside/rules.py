"""Which days an agreement, an asking, an answer and an end may have, and when to look again."""

from datetime import date, timedelta

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.workdays import add_workdays

ANSWER_WORKDAYS, OUTCOME_DAYS = 5, 14
"""When whoever asked looks again: for an answer after five working days, for what came of it after two weeks (ours)."""
EARLIEST, LATEST = timedelta(days=366), timedelta(days=180)


def ask_again_on(asked_on: date) -> date:
    return add_workdays(asked_on, ANSWER_WORKDAYS)


def outcome_asked_on(answered_on: date) -> date:
    return answered_on + timedelta(days=OUTCOME_DAYS)


def refuse_asked_on(day: date, today: date, field: str) -> None:
    """Raise `DomainError` beside `field` for a day to come, or one of more than a year ago."""
    if not today - EARLIEST <= day <= today:
        raise DomainError(N_("지난 한 해 가운데 오늘까지의 날을 적어 주십시오."), field)


def refuse_heard_on(day: date, asked_on: date, today: date, field: str) -> None:
    """Raise `DomainError` beside `field` for a day before it was asked, or one to come."""
    if not asked_on <= day <= today:
        raise DomainError(N_("부탁한 날부터 오늘까지의 날을 적어 주십시오."), field)


def refuse_look_again(day: date, today: date) -> None:
    """Raise `DomainError` for a day that is over, or half a year away."""
    if not today <= day <= today + LATEST:
        raise DomainError(N_("다시 알아볼 날은 오늘부터 여섯 달 안의 날로 적어 주십시오."), "look_again_on")
