"""How days and times are written in Korean, and how a birth date is read and counted."""

import re
import unicodedata
from calendar import isleap
from datetime import date, datetime, time, timedelta

from portal.core.clock import SEOUL
from portal.core.errors import DomainError
from portal.core.messages import N_

OLDEST = 120
"""Years; a birth date further back is taken for a slip of the finger."""

NIGHTS = N_("%(span)s %(nights)d박")
_WEEKDAYS = "월화수목금토일"
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_WITH_SEPARATORS = re.compile(r"(\d{4})\s*[.\-/년\s]\s*(\d{1,2})\s*[.\-/월\s]\s*(\d{1,2})\s*[.일]?")


def format_day(day: date) -> str:
    """2026. 11. 21.(토)"""
    return f"{day.year}. {day.month}. {day.day}.({_WEEKDAYS[day.weekday()]})"


def format_day_of_month(day: date) -> str:
    """21(토), where the month stands above."""
    return f"{day.day}({_WEEKDAYS[day.weekday()]})"


def format_long_day(day: date) -> str:
    """12월 3일 수요일, for residents who choose a day of the coming weeks."""
    return f"{day.month}월 {day.day}일 {_WEEKDAYS[day.weekday()]}요일"


def format_clock(moment: datetime | time) -> str:
    """15:20; a moment is shown as the clocks in Seoul show it, a clock time as it stands."""
    shown = _in_seoul(moment) if isinstance(moment, datetime) else moment
    return f"{shown.hour:02}:{shown.minute:02}"


def format_moment(moment: datetime) -> str:
    """2026. 11. 21.(토) 15:20 in Seoul; `moment` must be timezone-aware."""
    return f"{format_day(_in_seoul(moment).date())} {format_clock(moment)}"


def format_span(start: datetime, end: datetime) -> str:
    """2026. 11. 21.(토) 15:20~16:20; the day is repeated only when `end` falls on another one in Seoul."""
    same_day = _in_seoul(start).date() == _in_seoul(end).date()
    return f"{format_moment(start)}~{format_clock(end) if same_day else format_moment(end)}"


def format_stay(start: datetime, end: datetime) -> str:
    """2026. 12. 28.(월)~2027. 1. 6.(수) 9박: from the day of the first night to the day of discharge."""
    first, out = _in_seoul(start).date(), _in_seoul(end).date() + timedelta(days=1)
    return NIGHTS % {"span": f"{format_day(first)}~{format_day(out)}", "nights": (out - first).days}


def _in_seoul(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(SEOUL)


def parse_birth(text: str, *, today: date) -> date:
    """A birth date typed as eight digits, or as year, month and day with separators between them."""
    plain = unicodedata.normalize("NFKC", text).strip()
    found = _EIGHT_DIGITS.fullmatch(plain) or _WITH_SEPARATORS.fullmatch(plain)
    if found is None:
        raise DomainError(N_("생년월일을 숫자 8자리로 입력해 주십시오. 예: 19580302"))
    try:
        birth = date(*(int(part) for part in found.groups()))
    except ValueError:
        raise DomainError(N_("달력에 없는 날짜입니다. 생년월일을 다시 입력해 주십시오. 예: 19580302")) from None
    _refuse_impossible_birth(birth, today)
    return birth


def _refuse_impossible_birth(birth: date, today: date) -> None:
    if birth > today:
        raise DomainError(N_("아직 오지 않은 날짜입니다. 생년월일을 다시 입력해 주십시오."))
    if age_on(birth, today) > OLDEST:
        raise DomainError(N_("%(oldest)d년보다 더 지난 날짜입니다. 태어난 해를 다시 확인해 주십시오."), oldest=OLDEST)


def age_on(birth: date, day: date) -> int:
    """만 나이 in full years on `day`; who was born on 29 February is a year older on 1 March (Civil Act §160)."""
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def last_birthday(birth: date, today: date) -> date:
    """The day on which somebody became as old as they are on `today`."""
    year = birth.year + age_on(birth, today)
    is_in_year = (birth.month, birth.day) != (2, 29) or isleap(year)
    return birth.replace(year=year) if is_in_year else date(year, 3, 1)


def first_of_next_month(day: date) -> date:
    """When a new edition usually starts."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)
