"""The nights of a stay: worked cases of limits, prices, hospital and the turn of the year."""

import csv
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from portal.benefits.ledger.nights import Limits, Night, beyond, counted, first_of, left_by, nights_left, sums_of
from portal.benefits.ledger.rules import amount_due
from portal.benefits.ledger.states import NightKind

CASES = Path(__file__).parents[2] / "worked_cases" / "nights.csv"
Row = dict[str, str]


def cases() -> list[Row]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def between(first: str, out: str) -> Iterator[date]:
    begin, end = date.fromisoformat(first), date.fromisoformat(out)
    return (begin + timedelta(days=number) for number in range((end - begin).days))


def days(text: str) -> list[date]:
    return [date.fromisoformat(day) for day in text.split()]


def number(text: str) -> int | None:
    return int(text) if text else None


def price_on(case: Row, day: date) -> int:
    prices = dict(pair.split("=") for pair in case["prices"].split())
    return int(prices[max(since for since in prices if date.fromisoformat(since) <= day)])


@pytest.mark.parametrize("case", cases(), ids=lambda case: str(case["id"]))
def test_worked_cases(case: Row) -> None:
    known = {}
    if case["before"]:
        known = dict.fromkeys(between(*case["before"].split("..")), NightKind(case["before_kind"]))
    asked = list(between(case["first"], case["out"]))
    limits = Limits(number(case["in_a_row"]), number(case["in_a_year"]))
    over = beyond(asked, known, limits)
    assert over == days(case["beyond"])
    booked = [Night(day, price_on(case, day), NightKind.OWN if day in over else NightKind.STAYED) for day in asked]
    nights = counted(left_by(booked, date.fromisoformat(case["out"]), days(case["away"])), known, limits)
    sums = sums_of(nights)
    assert (sums.quantity, sums.unit_price, sums.extra, sums.alone) == tuple(
        int(case[name]) for name in ("nights", "unit_price", "extra", "alone")
    )
    assert amount_due(sums.quantity, sums.unit_price, extra=sums.extra) == int(case["amount"])


def test_who_leaves_early_pays_the_nights_before_the_discharge() -> None:
    booked = [Night(date(2026, 3, day), 74_060) for day in range(1, 11)]
    assert sums_of(left_by(booked, date(2026, 3, 5), ())).quantity == 4


def test_the_office_may_count_fewer_nights_than_were_stayed() -> None:
    kinds = (NightKind.STAYED, NightKind.AWAY, NightKind.STAYED, NightKind.STAYED)
    booked = [Night(date(2026, 3, day), 70_000, kind) for day, kind in enumerate(kinds, 1)]
    assert [night.on.day for night in first_of(booked, 2)] == [1, 2, 3]
    assert sums_of(first_of(booked, 2)).quantity == 2


def test_nights_that_are_left_are_those_a_stay_from_that_day_on_would_be_paid_for() -> None:
    """Ten of fourteen in a row are booked from today; with a limit of the year what was stayed before counts, too."""
    today, step = date(2026, 6, 1), timedelta(days=1)
    booked = {today + step * number: NightKind.STAYED for number in range(10)}
    assert nights_left(today, {}, Limits(14, None)) == 14
    assert nights_left(today, booked, Limits(14, None)) == 4
    before = {today - step * number: NightKind.STAYED for number in range(30, 50)}
    assert nights_left(today, before, Limits(14, 30)) == 10
    assert nights_left(date(2026, 12, 30), {}, Limits(14, 30)) == 14
    assert nights_left(today, {}, Limits()) is None
