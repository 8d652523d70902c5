"""Days, clock times and numbers are read as people write them."""

from datetime import date, time
from typing import Any

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.web.day_fields import ClockField, DayField, NumberField


class Everything(Form):
    day = DayField()
    clock = ClockField()
    number = NumberField()


def read(name: str, text: str) -> Any:
    form = Everything(MultiDict({name: text}))
    form.validate()
    return form[name].data


@pytest.mark.parametrize("text", ["2026-11-21", "2026. 11. 21.", "20261121", "2026년 11월 21일", "２０２６-１１-２１"])
def test_a_day_in_many_ways(text: str) -> None:
    assert read("day", text) == date(2026, 11, 21)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:30", time(9, 30)),
        ("9:30", time(9, 30)),
        ("9시 30분", time(9, 30)),
        ("14시", time(14)),
        ("09:30:00", time(9, 30)),
    ],
)
def test_a_clock_time_in_many_ways(text: str, expected: time) -> None:
    assert read("clock", text) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("16,800", 16800), ("16800원", 16800), (" ３ ", 3), ("0", 0), ("", None)]
)
def test_a_number_in_many_ways(text: str, expected: int | None) -> None:
    assert read("number", text) == expected


@pytest.mark.parametrize(
    ("name", "text"),
    [("day", "2026-02-30"), ("day", "내일"), ("clock", "25:00"), ("clock", "아침"), ("number", "일곱")],
)
def test_what_cannot_be_read_is_refused_and_stays(name: str, text: str, app: Flask) -> None:
    with app.test_request_context():
        form = Everything(MultiDict({name: text}))
        assert not form.validate()
        assert form[name].data is None
        assert f'value="{text}"' in form[name]()
