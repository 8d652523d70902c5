from collections.abc import Iterator
from datetime import datetime

class weekday:  # noqa: N801 the library's own name
    def __call__(self, n: int) -> weekday: ...

MO: weekday
TU: weekday
WE: weekday
TH: weekday
FR: weekday
SA: weekday
SU: weekday
MONTHLY: int

class rrule:  # noqa: N801 the library's own name
    def __init__(self, freq: int, dtstart: datetime, interval: int = 1, byweekday: weekday | None = None) -> None: ...
    def xafter(self, dt: datetime, count: int | None = None, inc: bool = False) -> Iterator[datetime]: ...
