"""Fields for days, clock times and whole numbers, which read more ways of writing than a browser sends."""

import re
from datetime import date, time
from typing import Any

from wtforms.widgets import DateInput, TimeInput

from portal.core.clock import refuse_other_age
from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.web.fields import ParsedField

_DAY = re.compile(r"(\d{4})\s*[-./년]?\s*(\d{1,2})\s*[-./월]?\s*(\d{1,2})\s*[.일]?")
_CLOCK = re.compile(r"(\d{1,2})\s*[:시]\s*(\d{2})?\s*분?(?::\d{2})?")
_NUMBER = re.compile(r"\d{1,9}")


class DayField(ParsedField):
    """A day; `data` is a date."""

    widget = DateInput()

    def parse(self, text: str) -> date:
        found = _DAY.fullmatch(text)
        try:
            day = date(*(int(part) for part in found.groups())) if found else date.fromisoformat(text)
        except ValueError:
            raise DomainError(N_("날짜를 다시 확인해 주십시오. 예: 2026-11-21")) from None
        refuse_other_age(day)
        return day

    def show(self, value: date) -> str:
        return value.isoformat()


class ClockField(ParsedField):
    """A time of the day; `data` is a time."""

    widget = TimeInput()

    def parse(self, text: str) -> time:
        found = _CLOCK.fullmatch(text)
        try:
            hour, minute = (int(part or 0) for part in found.groups()) if found else (-1, 0)
            return time(hour, minute)
        except ValueError:
            raise DomainError(N_("시각을 다시 확인해 주십시오. 예: 09:30")) from None

    def show(self, value: time) -> str:
        return f"{value:%H:%M}"


class NumberField(ParsedField):
    """A whole number of at least 0, with or without commas; `data` is an int, None when empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["render_kw"] = {"inputmode": "numeric", "autocomplete": "off"} | (kwargs.get("render_kw") or {})
        super().__init__(*args, **kwargs)

    def parse(self, text: str) -> int:
        plain = text.replace(",", "").removesuffix("원").strip()
        if not _NUMBER.fullmatch(plain):
            raise DomainError(N_("숫자로 적어 주십시오."))
        return int(plain)
