"""Calendar files (.ics) that phones and computers can add: a visit, and the invitation to a meeting."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from icalendar import Alarm, Calendar, Event, vCalAddress

from portal.core.clock import SEOUL
from portal.documents.visible import visible

PRODUCT = "-//Mapo care portal//%s//KO"


class Method(StrEnum):
    """What a calendar does with an event (RFC 5546)."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Status(StrEnum):
    """What somebody who is asked has answered (RFC 5545, 3.2.12)."""

    NEEDS_ACTION = "NEEDS-ACTION"
    ACCEPTED = "ACCEPTED"
    DECLINED = "DECLINED"
    DELEGATED = "DELEGATED"


@dataclass(frozen=True, slots=True)
class Attending:
    """Somebody who is asked, by their mail address; to whom they delegate, or who to them."""

    name: str
    address: str
    status: Status = Status.NEEDS_ACTION
    delegated_to: str = ""
    delegated_from: str = ""


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
    event = _event(uid, summary, location, description, stamp=stamp or starts_at, sequence=sequence)
    event.add("dtstart", starts_at.astimezone(SEOUL))
    event.add("dtend", ends_at.astimezone(SEOUL))
    return _written(event, summary, "visits", Method.PUBLISH, is_cancelled=is_cancelled)


def meeting_event(
    uid: str,
    starts_at: datetime,
    ends_at: datetime,
    summary: str,
    location: str,
    description: str,
    organizer: tuple[str, str],
    attending: Iterable[Attending],
    *,
    stamp: datetime,
    sequence: int,
    is_cancelled: bool = False,
) -> bytes:
    """The invitation of one person (RFC 5546, REQUEST), or that they are asked no more (CANCEL).

    `organizer` is a name and a mail address; whoever else has to do with that person's place stands in it, too.
    A meeting keeps its `uid`; `sequence` is higher whenever its time changed and when it is cancelled. Its moments are
    those of UTC, which no calendar has to look up. Nobody is asked to answer by calendar: such answers reach no portal.
    """
    event = _event(uid, summary, location, description, stamp=stamp, sequence=sequence)
    event.add("dtstart", starts_at.astimezone(UTC))
    event.add("dtend", ends_at.astimezone(UTC))
    name, address = organizer
    event.add("organizer", _address(address, CN=name))
    for each in attending:
        event.add("attendee", _attendee(each))
    method = Method.CANCEL if is_cancelled else Method.REQUEST
    return _written(event, summary, "meetings", method, is_cancelled=is_cancelled)


def _event(uid: str, summary: str, location: str, description: str, *, stamp: datetime, sequence: int) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("sequence", sequence)
    event.add("summary", visible(summary))
    event.add("location", visible(location))
    event.add("description", visible(description))
    event.add("class", "PRIVATE")
    return event


def _attendee(one: Attending) -> vCalAddress:
    written = _address(one.address, CN=one.name, PARTSTAT=one.status, RSVP="FALSE")
    for name, delegated in (("DELEGATED-TO", one.delegated_to), ("DELEGATED-FROM", one.delegated_from)):
        if delegated:
            written.params[name] = f"mailto:{delegated}"
    return written


def _address(address: str, **parameters: str) -> vCalAddress:
    written = vCalAddress(f"mailto:{address}")
    for name, value in parameters.items():
        written.params[name] = visible(value)
    return written


def _written(event: Event, summary: str, product: str, method: Method, *, is_cancelled: bool) -> bytes:
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    if not is_cancelled:
        event.add_component(_reminder(summary))
    calendar = Calendar()
    calendar.add("prodid", PRODUCT % product)
    calendar.add("version", "2.0")
    calendar.add("method", method.value)
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
