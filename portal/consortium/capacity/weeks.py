"""The week of a member as a grid: a row for each service and time, a cell for each day."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from portal.consortium.capacity.models import CapacityPattern, Slot
from portal.consortium.capacity.publication import is_withdrawn
from portal.consortium.capacity.queries import closed_days, patterns_of, slots_between
from portal.consortium.capacity.rules import WEEK, days_between
from portal.consortium.catalogue.models import Service
from portal.consortium.catalogue.states import ServiceGroup
from portal.consortium.members.models import Organisation
from portal.core.clock import SEOUL, at, day_of
from portal.core.workdays import holiday_name

GROUPS = list(ServiceGroup)
RowKey = tuple[UUID, time, time]


@dataclass(frozen=True)
class WeekDay:
    """A column; `closed` is the reason of a closed day, empty when none was given, None when the day is open."""

    day: date
    holiday: str | None
    closed: str | None
    is_today: bool


@dataclass(frozen=True)
class WeekRow:
    """A service at a time of the day; `last` holds what the same cell said a week before."""

    service: Service
    starts_at: time
    ends_at: time
    slots: dict[date, Slot] = field(default_factory=dict)
    last: dict[date, Slot] = field(default_factory=dict)

    def cell_name(self, day: date) -> str:
        """The name of the cell's field: what it is and when it begins and ends."""
        return f"cell_{self.service.code}_{self.starts_at:%H%M}_{self.ends_at:%H%M}_{day:%Y%m%d}"

    def starts_on(self, day: date) -> datetime:
        return at(day, self.starts_at)


@dataclass(frozen=True)
class Week:
    """The week that begins on `monday`; `confirmed_at` is when its oldest weekly figures were last said to be true."""

    organisation: Organisation
    monday: date
    days: list[WeekDay]
    rows: list[WeekRow]
    confirmed_at: datetime | None

    @property
    def monday_before(self) -> date:
        return self.monday - WEEK

    @property
    def monday_after(self) -> date:
        return self.monday + WEEK

    @property
    def is_empty(self) -> bool:
        return not any(row.slots for row in self.rows)


def week_of(organisation: Organisation, monday: date, *, now: datetime) -> Week:
    """The slots of a week and of the one before, with a row for every running pattern even where it gave no slot."""
    sunday = monday + WEEK - timedelta(days=1)
    slots = [slot for slot in slots_between(organisation.id, monday - WEEK, sunday) if is_entered(slot)]
    patterns = [each for each in patterns_of(organisation.id, day=monday) if each.valid_from <= sunday]
    return Week(
        organisation,
        monday,
        _days(organisation, monday, sunday, day_of(now)),
        _rows(slots, patterns, monday),
        min((each.confirmed_at for each in patterns), default=None),
    )


def is_entered(slot: Slot) -> bool:
    """Whether the slot says anything: one that was taken away without bookings does not."""
    return not is_withdrawn(slot) or slot.held + slot.confirmed > 0


def _days(organisation: Organisation, monday: date, sunday: date, today: date) -> list[WeekDay]:
    closed = {each.day: each.reason for each in closed_days(organisation.id, monday, sunday)}
    return [WeekDay(day, holiday_name(day), closed.get(day), day == today) for day in days_between(monday, sunday)]


def _rows(slots: Iterable[Slot], patterns: Iterable[CapacityPattern], monday: date) -> list[WeekRow]:
    rows: dict[RowKey, WeekRow] = {}
    for pattern in patterns:
        _row(rows, pattern.service, pattern.starts_at, pattern.ends_at)
    for slot in slots:
        begin, end = slot.starts_at.astimezone(SEOUL), slot.ends_at.astimezone(SEOUL)
        row = _row(rows, slot.service, begin.time(), end.time())
        if begin.date() >= monday:
            row.slots[begin.date()] = slot
        else:
            row.last[begin.date() + WEEK] = slot
    return sorted(rows.values(), key=_order)


def _row(rows: dict[RowKey, WeekRow], service: Service, starts_at: time, ends_at: time) -> WeekRow:
    return rows.setdefault((service.id, starts_at, ends_at), WeekRow(service, starts_at, ends_at))


def _order(row: WeekRow) -> tuple[int, int, time, time]:
    return (GROUPS.index(row.service.group), row.service.position, row.starts_at, row.ends_at)
