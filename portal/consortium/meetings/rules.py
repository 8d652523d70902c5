"""What holds for every meeting: its fixed points, its votes, when it may be closed, when the next one is."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from uuid import UUID

from portal.consortium.meetings.series import MeetingSeries
from portal.consortium.meetings.states import (
    Asked,
    InvitationReply,
    MeetingKind,
    MeetingState,
    Presence,
    Quorum,
    SilenceCounts,
)
from portal.core import urgency
from portal.core.actors import Actor
from portal.core.clock import SEOUL, at, day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.workdays import next_workday

REVIEW_ITEM, REVIEW_MINUTES = N_("지난 회의 결과 확인"), 10
WEEK, LONGEST_MONTH = timedelta(days=7), timedelta(days=31)
USUAL_START, USUAL_MINUTES = time(14), 120


@dataclass(frozen=True, slots=True)
class Charter:
    """What holds for the meetings of a kind: what they speak about each time, who is asked, how many must be there.

    `series` says when they are held; without one the next follows those that were. Each may hold so many `proxies`:
    one, as 협동조합기본법 제23조제3항 has it, unless the statutes say otherwise.
    Those who were there have `confirm_days` to confirm the minutes; with none nobody is asked.
    """

    points: tuple[str, ...]
    asked: frozenset[Asked]
    quorum: Quorum = Quorum.NONE
    proxies: int = 1
    confirm_days: int = 7
    silence: SilenceCounts = SilenceCounts.CONFIRMS
    series: MeetingSeries | None = None
    starts_at: time = USUAL_START
    minutes: int = USUAL_MINUTES
    place: str = ""


_ALL = frozenset({Asked.OFFICE, Asked.COORDINATORS, Asked.MEMBER_STAFF})
CHARTERS = {
    MeetingKind.WORKING: Charter((N_("이달의 연계와 방문 현황 30분"), N_("협동조합별 어려움과 도움 요청 30분")), _ALL),
    MeetingKind.ADVISORY: Charter((N_("지난 자문을 어떻게 반영했는지 30분"),), _ALL | {Asked.EXPERTS}),
    MeetingKind.COMMUNICATION: Charter((N_("기관 소식 30분"), N_("이용자의 말씀 함께 읽기 40분")), _ALL),
    MeetingKind.STEERING: Charter(
        (N_("사업과 예산 40분"), N_("협약과 구성원 30분")), frozenset({Asked.OFFICE, Asked.MEMBER_HEADS}), Quorum.HALF
    ),
    MeetingKind.CASE_CONFERENCE: Charter(
        (N_("대상 가구의 사정 40분"), N_("개인별지원계획 50분")), frozenset({Asked.OFFICE, Asked.COORDINATORS})
    ),
    MeetingKind.GENERAL: Charter((N_("사업과 결산 보고 40분"),), _ALL, Quorum.HALF),
}
"""What holds until the office sets it otherwise; of two hours, the points leave time for what is proposed."""


AS_ANSWERED = {
    InvitationReply.COMING: Presence.ATTENDED,
    InvitationReply.DEPUTY: Presence.DEPUTY,
    InvitationReply.DECLINED: Presence.EXCUSED,
}
"""What is noted of somebody who did as they had answered."""


def needed(quorum: Quorum, asked: int) -> int:
    """How many of `asked` people must be there."""
    match quorum:
        case Quorum.HALF:
            return asked // 2 + 1
        case Quorum.TWO_THIRDS:
            return -(-2 * asked // 3)
        case Quorum.NONE:
            return 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """How many with a vote have said that somebody comes, and how many must be there."""

    coming: int
    needed: int

    @property
    def missing(self) -> int:
        return max(self.needed - self.coming, 0)


class Held(Protocol):
    """What tells whether a meeting has begun."""

    state: MeetingState
    starts_at: datetime
    ends_at: datetime


EARLY = timedelta(hours=1)
"""So long before a meeting begins those who are there already may be noted."""


def has_begun(meeting: Held, *, now: datetime) -> bool:
    """Its time has come, or the office began it earlier that day."""
    return meeting.state is MeetingState.UNDER_WAY or meeting.starts_at <= now


def may_begin(meeting: Held, *, now: datetime) -> bool:
    """On its day; the minutes of one that was held then and never begun are typed without it."""
    return meeting.state is MeetingState.PLANNED and day_of(meeting.starts_at) == day_of(now)


def is_awaited(meeting: Held, *, now: datetime) -> bool:
    """It may begin, and its hours are not over."""
    return may_begin(meeting, now=now) and now < meeting.ends_at


def refuse_beginning(meeting: Held, *, now: datetime) -> None:
    if meeting.state is MeetingState.PLANNED and not may_begin(meeting, now=now):
        raise DomainError(N_("회의는 회의 날에 시작합니다. 다른 날 하셨으면 회의 날짜를 먼저 고쳐 주십시오."))


def may_note_attendance(meeting: Held, *, now: datetime) -> bool:
    """Nobody is present before a meeting is held."""
    return has_begun(meeting, now=now + EARLY)


def refuse_attendance(meeting: Held, *, now: datetime) -> None:
    if not may_note_attendance(meeting, now=now):
        raise DomainError(N_("아직 시작하지 않은 회의의 참석은 적을 수 없습니다."))


def begins_anew(was_at: datetime, starts_at: datetime, *, now: datetime) -> bool:
    """Whether a meeting that is moved lies ahead again, so that nobody has come yet."""
    return starts_at != was_at and starts_at > now


def refuse_reply(meeting: Held, *, now: datetime) -> None:
    """Nobody answers an invitation to a meeting that is over or called off."""
    if meeting.state is MeetingState.CANCELLED:
        raise Conflict(N_("취소된 회의입니다. 답하지 않으셔도 됩니다."))
    if meeting.state is MeetingState.CLOSED or has_begun(meeting, now=now):
        raise Conflict(N_("이미 시작한 회의입니다. 바뀐 것은 사무국에 전화해 주십시오."))


class Reached(Protocol):
    """What tells where somebody who is asked is reached."""

    user_id: UUID | None
    asked_id: UUID | None


def may_note_address(state: MeetingState, seat: Reached) -> bool:
    """Of whoever has no account; where a member or an expert is asked, theirs counts until the meeting is over."""
    if seat.user_id is not None or state is MeetingState.CANCELLED:
        return False
    return seat.asked_id is None or state is MeetingState.CLOSED


def refuse_address(state: MeetingState, seat: Reached) -> None:
    if not may_note_address(state, seat):
        raise Conflict(N_("이 분의 주소는 계정이나 참여 기관, 자문위원의 기록에서 고칩니다."))


def refuse_hours(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        raise DomainError(N_("마치는 시각은 시작하는 시각보다 늦어야 합니다."), "ends_at")


def refuse_closing(
    meeting: Held,
    *,
    attending: int,
    unnoted: int,
    items: int,
    now: datetime,
) -> None:
    """Tell why a meeting may not be closed yet."""
    if not has_begun(meeting, now=now):
        raise DomainError(N_("아직 시작하지 않은 회의는 마칠 수 없습니다."))
    if attending == 0:
        raise DomainError(N_("참석자가 한 사람도 없습니다. 참석을 먼저 적어 주십시오."))
    if unnoted:
        raise DomainError(N_("오셨는지 적지 않은 분이 %(count)d명 있습니다. 참석을 먼저 적어 주십시오."), count=unnoted)
    if items == 0:
        raise DomainError(N_("안건이 없습니다. 안건을 먼저 적어 주십시오."))


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
    clock_time = held[-1].astimezone(SEOUL).time()
    start = held[-1]
    while start <= max(now, held[-1]):
        month = (month + LONGEST_MONTH).replace(day=1)
        start = at(rhythm.day_in(month), clock_time)
    return start


def is_overdue(due_on: date, done_at: datetime | None, *, now: datetime) -> bool:
    """Whether the day by which something was to be done has passed without it."""
    return done_at is None and urgency.is_overdue(due_on, now)


def asks_reminder(due_on: date, reminded_at: datetime | None, *, today: date) -> bool:
    """Whether somebody is to be told of what they have to do: once ahead of its day, and once that it is over."""
    if reminded_at is None:
        return True
    return today > due_on >= day_of(reminded_at)


def may_finish(owner_id: UUID | None, actor: Actor) -> bool:
    """Whose it is says how it ended, and the office."""
    return owner_id == actor.user_id or actor.can(Permission.MEETING_MANAGE)
