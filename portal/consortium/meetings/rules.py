"""What holds for every meeting: its fixed points, its votes, when it may be closed, when the next one is."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.core import urgency
from portal.core.actors import Actor
from portal.core.clock import SEOUL, at, day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.workdays import next_workday

REVIEW_ITEM = N_("지난 회의 결과 확인")
FIXED_ITEMS = (N_("이달의 연계와 방문 현황"), N_("협동조합별 어려움과 도움 요청"))
WEEK, LONGEST_MONTH = timedelta(days=7), timedelta(days=31)


def is_usual(title: str) -> bool:
    """Whether a point comes each time."""
    return title in (REVIEW_ITEM, *FIXED_ITEMS)


@dataclass(frozen=True, slots=True)
class Ballot:
    """Heads counted for one decision; all zero where nobody asked for a vote."""

    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0

    @property
    def total(self) -> int:
        return self.votes_for + self.votes_against + self.abstained


def refuse_ballot(ballot: Ballot, attending: int) -> None:
    """No more votes than people who attend; observers have none."""
    if ballot.total > attending:
        raise DomainError(
            N_("표결한 사람 %(votes)d명이 참석자 %(attending)d명보다 많습니다."),
            "votes_for",
            votes=ballot.total,
            attending=attending,
        )


def refuse_hours(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise DomainError(N_("마치는 시각은 시작하는 시각보다 늦어야 합니다."), "ends_at")


def refuse_closing(*, starts_at: datetime, attending: int, items: int, ballots: list[Ballot], now: datetime) -> None:
    """Tell why a meeting may not be closed yet."""
    if now < starts_at:
        raise DomainError(N_("아직 시작하지 않은 회의는 마칠 수 없습니다."))
    if attending == 0:
        raise DomainError(N_("참석자가 한 사람도 없습니다. 참석을 먼저 적어 주십시오."))
    if items == 0:
        raise DomainError(N_("안건이 없습니다. 안건을 먼저 적어 주십시오."))
    for ballot in ballots:
        refuse_ballot(ballot, attending)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """A weekday of each month: the first Thursday, the fifth Monday or the last one where there is no fifth."""

    nth: int
    weekday: int

    def day_in(self, month: date) -> date:
        """Its working day of the month that begins on `month`: a public holiday moves it to the next one."""
        day = month + timedelta(days=(self.weekday - month.weekday()) % 7) + self.nth * WEEK
        if day > month.replace(day=monthrange(month.year, month.month)[1]):
            day -= WEEK
        return next_workday(day)


def rhythm_of(days: Sequence[date]) -> tuple[Rhythm, date]:
    """The rhythm of meetings held on `days`, and the month of the last one.

    A day that the rhythm itself moved, for a holiday or for want of a fifth weekday, does not change it; another one
    begins a rhythm of its own.
    """
    rhythm, month = _begun_on(days[0])
    for day in days[1:]:
        first = day.replace(day=1)
        months = [each for each in (first, (first - WEEK).replace(day=1)) if rhythm.day_in(each) == day]
        rhythm, month = (rhythm, months[0]) if months else _begun_on(day)
    return rhythm, month


def _begun_on(day: date) -> tuple[Rhythm, date]:
    return Rhythm((day.day - 1) // 7, day.weekday()), day.replace(day=1)


def next_start(held: Sequence[datetime], agreed: datetime | None, *, now: datetime) -> datetime:
    """What the last meeting agreed on while that still lies ahead, else the same time of the first month to come."""
    if agreed is not None and agreed > now:
        return agreed
    rhythm, month = rhythm_of([day_of(moment) for moment in held])
    time = held[-1].astimezone(SEOUL).time()
    start = held[-1]
    while start <= max(now, held[-1]):
        month = (month + LONGEST_MONTH).replace(day=1)
        start = at(rhythm.day_in(month), time)
    return start


def is_overdue(due_on: date, done_at: datetime | None, *, now: datetime) -> bool:
    """Whether the day by which something was to be done has passed without it."""
    return done_at is None and urgency.is_overdue(due_on, now)


def may_finish(owner_id: UUID | None, actor: Actor) -> bool:
    """Whose it is says how it ended, and the office."""
    return owner_id == actor.user_id or actor.can(Permission.MEETING_MANAGE)
