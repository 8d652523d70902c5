"""Which price and which offer count on a day."""

from dataclasses import dataclass
from datetime import date

import pytest

from portal.consortium.catalogue.rules import covers, has_ended, in_force_on, is_withdrawn

FIRST, SECOND = date(2026, 1, 1), date(2026, 7, 1)


@dataclass
class Entry:
    valid_from: date
    valid_to: date | None = None


class TestInForce:
    @pytest.mark.parametrize(
        ("day", "number"),
        [(date(2025, 12, 31), None), (FIRST, 0), (date(2026, 6, 30), 0), (SECOND, 1), (date(2030, 1, 1), 1)],
    )
    def test_is_the_one_that_began_last(self, day: date, number: int | None) -> None:
        entries = [Entry(FIRST), Entry(SECOND)]
        expected = None if number is None else entries[number]
        assert in_force_on(reversed(entries), day) is expected


class TestCovers:
    @pytest.mark.parametrize(
        ("day", "covered"), [(date(2025, 12, 31), False), (FIRST, True), (SECOND, True), (date(2026, 7, 2), False)]
    )
    def test_both_ends_count(self, day: date, *, covered: bool) -> None:
        assert covers(Entry(FIRST, SECOND), day) is covered

    def test_without_an_end_it_goes_on(self) -> None:
        assert covers(Entry(FIRST), date(2040, 1, 1))


def test_an_entry_without_an_end_never_ends() -> None:
    assert not has_ended(Entry(FIRST), date(2040, 1, 1))
    assert has_ended(Entry(FIRST, SECOND), date(2026, 7, 2))


def test_a_service_is_withdrawn_from_the_day_itself_on() -> None:
    assert [is_withdrawn(SECOND, day) for day in (date(2026, 6, 30), SECOND)] == [False, True]
    assert not is_withdrawn(None, SECOND)
