"""Decides in which order people wait, which place suits whom, and how long it is kept for them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Protocol, TypeVar
from uuid import UUID

from portal.coordinators.referrals.rules import suits
from portal.core.clock import day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.promises import Working
from portal.core.targets import Targets
from portal.residents.applications.states import Urgency

RANKS = {Urgency.URGENT: 0, Urgency.SOON: 1}
LAST = 2


class Waiting(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def urgency(self) -> Urgency: ...
    @property
    def since(self) -> datetime: ...


W = TypeVar("W", bound=Waiting)


def in_line(waiting: Iterable[W]) -> list[W]:
    """The order in which places are offered: the more urgent first, of those whoever waits longest.

    Whoever does not know how urgent it is stands with those who said that it is not.
    """
    return sorted(waiting, key=lambda each: (RANKS.get(each.urgency, LAST), each.since, each.id))


def suits_them(starts_at: datetime, wanted: Iterable[str], until_on: date) -> bool:
    """Whether a time lies in one of the windows that somebody wants, and on a day on which it still helps."""
    return day_of(starts_at) <= until_on and suits(starts_at, wanted)


def kept_until(now: datetime, starts_at: datetime, targets: Targets, working: Working) -> datetime:
    """How long a place is kept for an answer: never past its beginning, never to an hour at which nobody works."""
    return min(working.within(now + timedelta(hours=targets.place_kept_hours)), starts_at)


def refuse_until(until_on: date, today: date, line_until_on: date) -> None:
    """Raise `DomainError` for a day on which the plan's line does not run any more, or that has passed."""
    if until_on < today:
        raise DomainError(N_("지난 날까지 기다릴 수는 없습니다."), "until_on")
    if until_on > line_until_on:
        raise DomainError(N_("계획에서 정한 기간보다 오래 기다릴 수 없습니다."), "until_on")
