"""How a week of places is put in words: heads, rows, and what each cell says of itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypedDict

from portal.consortium.capacity.models import Slot
from portal.consortium.capacity.weeks import Week, WeekDay, WeekRow
from portal.core.dates import format_clock, format_day, format_long_day
from portal.web.words import gettext


class Column(TypedDict):
    """What the component week_grid asks of a day, and the day itself."""

    label: str
    note: str
    today: bool
    at: WeekDay


class Line(TypedDict):
    """What the component week_grid asks of a row, and the row itself."""

    label: str
    row: WeekRow


@dataclass(frozen=True)
class CellWords:
    """`name` tells everything, `text` and `state` are what is seen in the cell; `tone` colours it."""

    name: str
    text: str
    state: str
    tone: str


def columns_of(week: Week) -> list[Column]:
    """11. 23.(월), with the name of a public holiday or the reason why the member does not work."""
    return [
        Column(label=format_day(each.day).partition(" ")[2], note=_note(each), today=each.is_today, at=each)
        for each in week.days
    ]


def _note(each: WeekDay) -> str:
    if each.closed is not None:
        return gettext("쉬는 날")
    return each.holiday or ""


def lines_of(week: Week) -> list[Line]:
    return [Line(label=time_words(row), row=row) for row in week.rows]


def time_words(row: WeekRow) -> str:
    """10:00~12:00 청소"""
    return f"{format_clock(row.starts_at)}~{format_clock(row.ends_at)} {row.service.name}"


def cell_words(row: WeekRow, day: date) -> str:
    """청소 12월 2일 수요일 10:00부터 12:00까지"""
    return gettext(
        "%(service)s %(day)s %(start)s부터 %(end)s까지",
        service=row.service.name,
        day=format_long_day(day),
        start=format_clock(row.starts_at),
        end=format_clock(row.ends_at),
    )


def words_of(row: WeekRow, column: WeekDay, now: datetime) -> CellWords:
    """What a cell says; one in which nothing was entered says so, because that is not 0."""
    slot, name = row.slots.get(column.day), cell_words(row, column.day)
    if slot is None:
        words = gettext("쉬는 날") if column.closed is not None else gettext("적지 않음")
        return CellWords(f"{name}, {words}", "-", "", "empty")
    return CellWords(
        f"{name}, {_whole(slot)}", gettext("빈 %(free)d", free=slot.free), taken_words(slot), _tone(slot, now)
    )


def _whole(slot: Slot) -> str:
    return gettext(
        "%(capacity)d자리 중 빈자리 %(free)d, 요청 %(held)d, 예약 %(confirmed)d",
        capacity=slot.capacity,
        free=slot.free,
        held=slot.held,
        confirmed=slot.confirmed,
    )


def taken_words(slot: Slot) -> str:
    """요청 1 예약 2, leaving out what there is none of."""
    held = gettext("요청 %(held)d", held=slot.held) if slot.held else ""
    confirmed = gettext("예약 %(confirmed)d", confirmed=slot.confirmed) if slot.confirmed else ""
    return " ".join(words for words in (held, confirmed) if words)


def _tone(slot: Slot, now: datetime) -> str:
    if slot.starts_at <= now or not slot.free:
        return "neutral"
    return "success"
