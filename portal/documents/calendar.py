"""A visit as a calendar file (.ics) that phones and computers can add."""

from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

from portal.core.clock import SEOUL
from portal.documents.visible import visible

PRODUCT = "-//Mapo care portal//visits//KO"


def visit_event(
    uid: str,
    starts_at: datetime,
    ends_at: datetime,
    summary: str,
    location: str,
    description: str,
    *,
    stamp: datetime | None = None,
    sequence: int = 0,
    is_cancelled: bool = False,
) -> bytes:
    """One event in Seoul time with a reminder the day before.

    Others see calendars: the caller leaves every health detail out of `summary` and `description`. A moved visit keeps
    its `uid` and takes a higher `sequence`, and so does one that `is_cancelled`; `stamp` is when it was last changed,
    its start where nobody knows.
    """
    if ends_at <= starts_at:
        raise ValueError("a visit ends after it starts")
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", (stamp or starts_at).astimezone(UTC))
    event.add("sequence", sequence)
    event.add("dtstart", starts_at.astimezone(SEOUL))
    event.add("dtend", ends_at.astimezone(SEOUL))
    event.add("summary", visible(summary))
    event.add("location", visible(location))
    event.add("description", visible(description))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if not is_cancelled:
        event.add_component(_reminder(summary))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    written: bytes = calendar.to_ical()
    return written


def _reminder(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", visible(summary))
    alarm.add("trigger", timedelta(days=-1))
    return alarm
