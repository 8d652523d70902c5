"""From when until when a meeting is held, and that nothing is written of it that lies outside or has not come yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.consortium.meetings.timing import MINUTE
from portal.core.clock import day_bounds, day_of
from portal.core.dates import format_clock
from portal.core.errors import DomainError
from portal.core.messages import N_

NOT_YET = N_("아직 되지 않은 시각은 적을 수 없습니다. 지금은 %(now)s입니다.")
DECIDED_OUTSIDE = N_("결정한 시각은 회의 시간(%(begins)s~%(ends)s) 안이어야 합니다.")
TAKEN_BEFORE = N_("걸린 시간은 회의를 시작한 뒤에 적습니다.")
TAKEN_LONGER = N_("안건에 걸린 시간을 모두 더하면 %(taken)d분으로, 회의를 한 %(held)d분보다 깁니다.")
MOVED_AWAY = N_("%(at)s에 오거나 간 분, 정한 것이 있어 회의 시간을 바꿀 수 없습니다. 그 시각을 먼저 고쳐 주십시오.")


class Timed(Protocol):
    starts_at: datetime
    ends_at: datetime
    begun_at: datetime | None


@dataclass(frozen=True, slots=True)
class Hours:
    """What is told of a meeting lies in them, and not after `now`; it may have `begun` later than they do."""

    begins: datetime
    ends: datetime
    now: datetime
    begun: datetime | None = None

    def refuse_outside(self, moment: datetime, words: str, field: str) -> None:
        if moment > self.now:
            raise DomainError(NOT_YET, field, now=format_clock(self.now))
        if not self.has(moment):
            raise DomainError(words, field, begins=format_clock(self.begins), ends=format_clock(self.ends))

    def has(self, moment: datetime) -> bool:
        return self.begins <= moment <= self.ends

    @property
    def minutes(self) -> int:
        """So many have passed since it began, those of its whole length at most."""
        return max(-(-(min(self.now, self.ends) - (self.begun or self.begins)) // MINUTE), 0)


def hours_of(meeting: Timed, *, now: datetime) -> Hours:
    """By its hours; one that was begun goes on that day while the office writes in it.

    One that was begun late keeps its hour, by which people were noted as late and decisions were stamped before. Times
    are typed by the minute, so it begins with one.
    """
    if meeting.begun_at is None:
        return Hours(meeting.starts_at, meeting.ends_at, now)
    midnight = day_bounds(day_of(meeting.begun_at))[1] - MINUTE
    begins = min(meeting.starts_at, meeting.begun_at).replace(second=0, microsecond=0)
    return Hours(begins, max(meeting.ends_at, min(now, midnight)), now, meeting.begun_at)


def refuse_moving(starts_at: datetime, ends_at: datetime, told: Iterable[datetime], *, now: datetime) -> None:
    """What is `told` of times stays within the hours of the meeting, by which votes and quorum are counted."""
    hours = Hours(starts_at, ends_at, now)
    for moment in told:
        if not hours.has(moment):
            field = "starts_at" if moment < starts_at else "ends_at"
            raise DomainError(MOVED_AWAY, field, at=format_clock(moment))


def refuse_taken(minutes: int, hours: Hours, *, has_begun: bool, others: Iterable[int | None]) -> None:
    """Points take no longer than the meeting; those whose time was counted are rounded, by a minute each at most."""
    before = [each for each in others if each]
    if not has_begun:
        raise DomainError(TAKEN_BEFORE, "taken_minutes")
    taken = minutes + sum(before)
    if taken > hours.minutes + len(before):
        raise DomainError(TAKEN_LONGER, "taken_minutes", taken=taken, held=hours.minutes)
