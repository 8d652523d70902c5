"""By when people and the authority are told of a leak (법 제34조, 시행령 제39조와 제40조)."""

from datetime import datetime, timedelta

CLOCK_HOURS = 72
"""From the moment at which the leak is known: to tell the people, and to report."""

WARNING = timedelta(hours=24)
"""So long before the clock runs out, whoever has not told yet is reminded."""

REPORTED_FROM = 1_000
"""From so many people on a leak is reported, whatever leaked."""


def due_at(detected_at: datetime) -> datetime:
    return detected_at + timedelta(hours=CLOCK_HOURS)


def must_report(persons: int, *, is_sensitive: bool, is_from_outside: bool) -> bool:
    """A thousand people, sensitive or unique identifying data, or somebody who broke in from outside."""
    return persons >= REPORTED_FROM or is_sensitive or is_from_outside


def is_warned(detected_at: datetime, now: datetime) -> bool:
    return due_at(detected_at) - WARNING <= now
