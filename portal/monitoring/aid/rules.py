"""By when a body should have answered."""

from datetime import date, timedelta

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.workdays import add_workdays
from portal.monitoring.aid.states import EMERGENCIES, AidKind

EMERGENCY_WORKDAYS, OTHER_DAYS = 3, 30
"""When whoever asked looks after it: an emergency after three working days, other benefits after thirty days (ours)."""

EARLIEST = timedelta(days=366)


def answer_due(kind: AidKind, asked_on: date) -> date:
    if kind in EMERGENCIES:
        return add_workdays(asked_on, EMERGENCY_WORKDAYS)
    return asked_on + timedelta(days=OTHER_DAYS)


def refuse_asked_on(asked_on: date, today: date) -> None:
    """Raise `DomainError` for a day to come, or one of more than a year ago."""
    if not today - EARLIEST <= asked_on <= today:
        raise DomainError(N_("신청한 날을 오늘까지의 날로 적어 주십시오."), "asked_on")


def refuse_answered_on(answered_on: date, asked_on: date, today: date) -> None:
    """Raise `DomainError` for an answer before it was asked, or one to come."""
    if not asked_on <= answered_on <= today:
        raise DomainError(N_("신청한 날부터 오늘까지의 날을 적어 주십시오."), "answered_on")
