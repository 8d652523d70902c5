"""Decides on which days something can have been asked, advised and done."""

from datetime import date

from portal.core.errors import DomainError
from portal.core.messages import N_


def refuse_day(day: date, field: str, *, after: date | None, today: date) -> None:
    """Raise `DomainError` beside `field` for a day that has not come, or that lies before what led to it."""
    if day > today:
        raise DomainError(N_("아직 오지 않은 날입니다."), field)
    if after is not None and day < after:
        raise DomainError(N_("물은 날이나 조언한 날보다 빠를 수 없습니다."), field)
