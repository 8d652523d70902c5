"""Decides how an event stands, what a programme says, and when nobody joins or leaves any more."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from portal.accounts.rules import Limit
from portal.consortium.events.states import EventStanding
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_

REGISTRATIONS = Limit("event places", 20, timedelta(minutes=5), timedelta(hours=1), timedelta(hours=1))
"""From one address, which may be a whole office; beyond it there is the telephone."""
MAILS_TO_ONE = Limit("event mails", 5, timedelta(minutes=5), timedelta(hours=1), timedelta(days=1))
"""To one address, whoever asks: nobody fills the mailbox of another."""
SPLIT = "|"
MOST_TALKS, LONGEST_TITLE, LONGEST_SPEAKER = 40, 100, 60


UNREAD = N_("읽지 못한 줄입니다. ‘14:00 | 제목 | 연사’처럼 적어 주십시오: %(line)s")
TOO_LONG = N_("제목은 100자, 연사는 60자까지 적을 수 있습니다: %(line)s")


@dataclass(frozen=True, slots=True)
class Talk:
    """A line of a programme: when it begins (Seoul), what it is, and who speaks, "" for a pause."""

    at: time
    title: str
    speaker: str = ""


def parse_programme(text: str) -> tuple[Talk, ...]:
    """A line each: "14:00 | 제목 | 연사"; raises `DomainError` beside `programme`, naming the line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_TALKS:
        raise DomainError(N_("순서는 40줄까지 적을 수 있습니다."), "programme")
    return tuple(_parse_line(line) for line in lines)


def _parse_line(line: str) -> Talk:
    clock, *rest = (part.strip() for part in line.split(SPLIT))
    title, speaker = [*rest, "", ""][:2]
    try:
        at = time.fromisoformat(clock.zfill(len("00:00")))
    except ValueError:
        at = None
    if at is None or not title or len(rest) > len((title, speaker)):
        raise DomainError(UNREAD % {"line": line}, "programme")
    if len(title) > LONGEST_TITLE or len(speaker) > LONGEST_SPEAKER:
        raise DomainError(TOO_LONG % {"line": line}, "programme")
    return Talk(at, title, speaker)


def written(talks: tuple[Talk, ...]) -> str:
    """As `parse_programme` reads it."""
    return "\n".join(f" {SPLIT} ".join(filter(None, (f"{each.at:%H:%M}", each.title, each.speaker))) for each in talks)


def event_standing(
    *,
    starts_at: datetime,
    ends_at: datetime,
    is_announced: bool,
    is_called_off: bool,
    left: int,
    now: datetime,
) -> EventStanding:
    if is_called_off:
        return EventStanding.CALLED_OFF
    if not is_announced:
        return EventStanding.DRAFT
    if starts_at <= now:
        return EventStanding.BEGUN if now < ends_at else EventStanding.HELD
    return EventStanding.OPEN if left > 0 else EventStanding.FULL


def has_begun(standing: EventStanding) -> bool:
    """It is being held, or was."""
    return standing in (EventStanding.BEGUN, EventStanding.HELD)


def refuse_change_of_places(standing: EventStanding) -> None:
    """Raise `Conflict` where nobody joins or leaves any more."""
    if standing is EventStanding.CALLED_OFF:
        raise Conflict(N_("취소된 행사입니다."))
    if has_begun(standing):
        raise Conflict(N_("이미 시작한 행사입니다. 신청과 취소는 시작하기 전까지 할 수 있습니다."))
    if standing is EventStanding.DRAFT:
        raise Conflict(N_("아직 알리지 않은 행사입니다."))


def refuse_other_days(standing: EventStanding, starts_at: datetime, *, now: datetime) -> None:
    """Raise `DomainError` beside `day`: what began stays where it was, since its guests go by its end."""
    if has_begun(standing):
        raise DomainError(N_("이미 시작한 행사의 날짜와 시각은 바꿀 수 없습니다."), "day")
    if standing is not EventStanding.DRAFT and starts_at <= now:
        raise DomainError(N_("이미 알린 행사는 지난 때로 옮길 수 없습니다."), "day")


def may_be_called_off(standing: EventStanding, *, is_told: bool) -> bool:
    """Also once its hours have come, as long as nothing `is_told` of its being held."""
    return standing is not EventStanding.CALLED_OFF and not (has_begun(standing) and is_told)


def refuse_calling_off(standing: EventStanding, *, is_told: bool) -> None:
    """Raise `Conflict` for what is called off already, or was held."""
    if standing is EventStanding.CALLED_OFF:
        raise Conflict(N_("이미 취소한 행사입니다."))
    if not may_be_called_off(standing, is_told=is_told):
        raise Conflict(N_("온 사람이나 나눈 이야기를 적은 행사는 연 행사입니다. 취소할 수 없습니다."))


def refuse_before_the_end(standing: EventStanding) -> None:
    """Raise `Conflict` where nothing can have been said yet."""
    if standing is not EventStanding.HELD:
        raise Conflict(N_("행사를 마친 뒤에 할 수 있습니다."))
