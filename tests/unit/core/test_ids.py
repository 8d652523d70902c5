"""Identifiers are version 7 and sort by the time they were made."""

from datetime import UTC, datetime, timedelta
from uuid import RFC_4122

import time_machine

from portal.core.ids import new_id


class TestNewId:
    def test_carries_version_and_variant(self) -> None:
        made = [new_id() for _ in range(200)]
        assert all(each.version == 7 and each.variant == RFC_4122 for each in made)

    def test_begins_with_the_milliseconds_of_its_making(self) -> None:
        moment = datetime(2026, 11, 21, 6, 20, tzinfo=UTC)
        with time_machine.travel(moment, tick=False):
            assert new_id().int >> 80 == int(moment.timestamp() * 1000)

    def test_later_ones_sort_later(self) -> None:
        moment = datetime(2026, 11, 21, 6, 20, tzinfo=UTC)
        made = []
        for step in range(50):
            with time_machine.travel(moment + timedelta(milliseconds=step), tick=False):
                made.append(new_id())
        assert made == sorted(made)
        assert [str(each) for each in made] == sorted(str(each) for each in made)

    def test_never_repeat_within_a_millisecond(self) -> None:
        with time_machine.travel(datetime(2026, 11, 21, tzinfo=UTC), tick=False):
            assert len({new_id() for _ in range(2000)}) == 2000

    def test_sort_in_the_order_of_making_within_a_millisecond(self) -> None:
        with time_machine.travel(datetime(2026, 11, 21, tzinfo=UTC), tick=False):
            made = [new_id() for _ in range(2000)]
        assert made == sorted(made)
        assert all(each.version == 7 and each.variant == RFC_4122 for each in made)
