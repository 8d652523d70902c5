"""Who may say what of minutes, and when they are sealed."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from portal.consortium.minutes.states import MinutesAnswer, MinutesState
from portal.core.clock import day_of
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_

ONE_DAY = 1


def last_day(sent_at: datetime, days: int) -> date:
    """Until when minutes that are sent are out: so many days after the day on which they were sent."""
    return day_of(sent_at) + timedelta(days=days)


def last_day_anew(until: date, amended_at: datetime) -> date:
    """Until when amended minutes are out: whoever confirmed them has one whole day to object to what they did not."""
    return max(until, last_day(amended_at, ONE_DAY))


def holds(said_at: datetime, amended_at: datetime | None) -> bool:
    """Whether what was said then is about what the minutes say by now."""
    return amended_at is None or said_at >= amended_at


def was_asked(consulted_at: datetime | None, amended_at: datetime | None) -> bool:
    """Whether who was asked then was asked about what the minutes say by now."""
    return consulted_at is not None and holds(consulted_at, amended_at)


def may_remind(sent_at: datetime, until: date, days: int, *, now: datetime) -> bool:
    """So many days before the last one, while something may be said; nobody on the day on which they were asked."""
    today = day_of(now)
    return day_of(sent_at) < today and until - timedelta(days=days) <= today <= until


def refuse_saying(state: MinutesState, until: date, *, now: datetime) -> None:
    """Nobody says anything of minutes that are sealed, or whose days are over."""
    refuse_answering(state)
    if day_of(now) > until:
        raise Conflict(N_("확인할 수 있는 기한이 지났습니다. 바로잡을 것은 다음 회의 안건으로 올려 주십시오."))


def may_say(state: MinutesState, until: date, *, now: datetime) -> bool:
    """Whether something may be said of minutes still."""
    return state is MinutesState.OUT and day_of(now) <= until


def refuse_answering(state: MinutesState) -> None:
    """Sealed minutes are not amended."""
    if state is MinutesState.SEALED:
        raise Conflict(N_("이미 확정한 회의록입니다. 바로잡을 것은 다음 회의 안건으로 올려 주십시오."))


def opens_by_link(sealed_at: datetime | None, days: int, *, now: datetime) -> bool:
    """Whether the link by which minutes are confirmed shows them: while they are out, and so many days after that."""
    return sealed_at is None or day_of(now) <= last_day(sealed_at, days)


def refuse_words(answer: MinutesAnswer, words: str) -> None:
    """Whoever does not confirm says what is wrong."""
    if answer is not MinutesAnswer.CONFIRMED and not words.strip():
        raise DomainError(N_("무엇이 맞지 않는지, 어떻게 고칠지 적어 주십시오."), "words")


def may_sign(user_id: UUID | None, who_came: UUID | None) -> bool:
    """Whoever has the link and is not signed in as anybody but who came: what was said by telephone nobody signs."""
    return user_id is None or user_id == who_came


def may_answer(*, deputy_came: bool, as_deputy: bool, is_who_was_asked: bool, hears_others: bool) -> bool:
    """Who was there answers: a deputy, and never who sent them; for anybody whose words they heard, the office."""
    if is_who_was_asked:
        return not deputy_came
    return hears_others or as_deputy == deputy_came


def may_seal(
    until: date, was_there: Iterable[UUID], confirmed: Iterable[UUID], open_amendments: int, *, now: datetime
) -> bool:
    """Once the days are over or everybody has `confirmed` what they say by now, and every amendment is answered."""
    is_over = day_of(now) > until or set(was_there) <= set(confirmed)
    return is_over and not open_amendments
