"""The quarters of a year, and what a figure says after some of them."""

from datetime import date

import pytest

from portal.core.errors import DomainError
from portal.monitoring.workplan.rules import (
    bounds,
    light_of,
    percent,
    quarters_begun,
    quarters_past,
    refuse_light,
    refuse_quarter,
)
from portal.monitoring.workplan.states import Light


def test_quarters_meet() -> None:
    ends = [bounds(2026, quarter) for quarter in (1, 2, 3, 4)]
    assert [first for first, _ in ends] == [date(2026, month, 1) for month in (1, 4, 7, 10)]
    assert [after for _, after in ends] == [date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1), date(2027, 1, 1)]


@pytest.mark.parametrize(
    ("today", "begun", "past"),
    [
        (date(2025, 12, 31), (), 0),
        (date(2026, 1, 1), (1,), 0),
        (date(2026, 3, 31), (1,), 0),
        (date(2026, 4, 1), (1, 2), 1),
        (date(2027, 1, 1), (1, 2, 3, 4), 4),
    ],
)
def test_which_have_begun_and_passed(today: date, begun: tuple[int, ...], past: int) -> None:
    assert (quarters_begun(2026, today), quarters_past(2026, today)) == (begun, past)


@pytest.mark.parametrize(
    ("done", "past", "light"),
    [
        (0, 0, Light.UNANSWERED),
        (45, 2, Light.GREEN),
        (44, 2, Light.AMBER),
        (30, 2, Light.AMBER),
        (29, 2, Light.RED),
        (90, 4, Light.GREEN),
        (59, 4, Light.RED),
    ],
)
def test_what_a_figure_says_of_a_target_of_a_hundred(done: int, past: int, light: Light) -> None:
    assert light_of(done, 100, past) is light


def test_per_cent_are_never_rounded_up() -> None:
    assert (percent(199, 200), percent(200, 200), percent(300, 200)) == (99, 100, 150)


def test_what_does_not_go_well_needs_words() -> None:
    refuse_light(Light.GREEN, "")
    refuse_light(Light.RED, "사람이 모자람")
    for light in (Light.AMBER, Light.RED):
        with pytest.raises(DomainError):
            refuse_light(light, "")


def test_nobody_writes_of_a_quarter_to_come() -> None:
    refuse_quarter(2026, 4, date(2026, 10, 1))
    with pytest.raises(DomainError):
        refuse_quarter(2026, 4, date(2026, 9, 30))
