"""Which days an agreement, an asking, an answer and an end may have, and when to look again."""

from datetime import date, timedelta

from portal.coordinators.outside.states import WithdrawnFor
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.workdays import add_workdays

ANSWER_WORKDAYS, OUTCOME_DAYS, TELL_WORKDAYS = 5, 14, 1
"""When whoever asked looks again: for an answer after five working days, for what came of it after two weeks; and by
when a body hears that it shall use no more what it was told: the next working day (ours)."""
EARLIEST, LATEST = timedelta(days=366), timedelta(days=180)


def ask_again_on(asked_on: date) -> date:
    return add_workdays(asked_on, ANSWER_WORKDAYS)


def tell_by(why: WithdrawnFor, today: date) -> date | None:
    """By when the body hears of it; None for what was never passed on."""
    return None if why is WithdrawnFor.MISTAKE else add_workdays(today, TELL_WORKDAYS)


def outcome_asked_on(answered_on: date) -> date:
    return answered_on + timedelta(days=OUTCOME_DAYS)


def refuse_asked_on(asked_on: date, opened_on: date, today: date) -> None:
    """Raise `DomainError` for a day to come, or one before the household was accompanied."""
    if not opened_on <= asked_on <= today:
        raise DomainError(N_("동행을 시작한 날부터 오늘까지의 날을 적어 주십시오."), "asked_on")


def refuse_consented_on(consented_on: date, asked_on: date) -> None:
    """Raise `DomainError` for a consent that came after the body was told, or one of long ago."""
    if consented_on > asked_on:
        raise DomainError(
            N_("동의하신 날은 부탁한 날보다 늦을 수 없습니다. 날짜를 다시 확인해 주십시오."), "consented_on"
        )
    if consented_on < asked_on - EARLIEST:
        raise DomainError(N_("오래전의 동의입니다. 이용자께 다시 여쭈어 주십시오."), "consented_on")


def refuse_answered_on(answered_on: date, asked_on: date, today: date) -> None:
    """Raise `DomainError` for a day before the body was asked, or one to come."""
    if not asked_on <= answered_on <= today:
        raise DomainError(N_("부탁한 날부터 오늘까지의 날을 적어 주십시오."), "answered_on")


def refuse_closed_on(closed_on: date, answered_on: date, today: date) -> None:
    """Raise `DomainError` for a day before the body answered, or one to come."""
    if not answered_on <= closed_on <= today:
        raise DomainError(N_("답이 온 날부터 오늘까지의 날을 적어 주십시오."), "closed_on")


def refuse_told_on(told_on: date, asked_on: date, today: date) -> None:
    """Raise `DomainError` for a day before the body was asked, or one to come."""
    if not asked_on <= told_on <= today:
        raise DomainError(N_("부탁한 날부터 오늘까지의 날을 적어 주십시오."), "told_on")


def refuse_look_again(day: date, today: date, field: str) -> None:
    """Raise `DomainError` beside `field` for a day that is over, or half a year away."""
    if not today <= day <= today + LATEST:
        raise DomainError(N_("다시 알아볼 날은 오늘부터 여섯 달 안의 날로 적어 주십시오."), field)
