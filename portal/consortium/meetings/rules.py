"""What holds for every meeting: its fixed points, its votes, when it may be closed, when the next one is."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.core.clock import SEOUL, at, day_of
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.core.permissions import Actor, Permission
from portal.core.workdays import next_workday

REVIEW_ITEM = N_("지난 회의 결과 확인")
FIXED_ITEMS = (N_("이달의 연계와 방문 현황"), N_("협동조합별 어려움과 도움 요청"))
WEEK = timedelta(days=7)


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


def same_time_next_month(moment: datetime) -> datetime:
    """The same weekday of the month and time of day, one month on: first Thursday after first Thursday.

    A fifth weekday that the month lacks becomes the last one; a public holiday moves it to the next working day.
    """
    local = moment.astimezone(SEOUL)
    nth = (local.day - 1) // 7
    year, month = (local.year + 1, 1) if local.month == 12 else (local.year, local.month + 1)
    first = date(year, month, 1)
    day = first + timedelta(days=(local.weekday() - first.weekday()) % 7) + nth * WEEK
    if day > date(year, month, monthrange(year, month)[1]):
        day -= WEEK
    return at(next_workday(day), local.time())


def next_start(previous: datetime, agreed: datetime | None, *, now: datetime) -> datetime:
    """What the last meeting agreed on while that still lies ahead, else the same time of the first month to come."""
    if agreed is not None and agreed > now:
        return agreed
    start = same_time_next_month(previous)
    while start <= now:
        start = same_time_next_month(start)
    return start


def is_overdue(due_on: date, done_at: datetime | None, *, now: datetime) -> bool:
    """Whether the day by which something was to be done has passed without it."""
    return done_at is None and due_on < day_of(now)


def may_finish(owner_id: UUID | None, actor: Actor) -> bool:
    """Whose it is says how it ended, and the office."""
    return owner_id == actor.user_id or actor.can(Permission.MEETING_MANAGE)
