"""The calendar file that a resident adds to a phone."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar, Event

from portal.documents.calendar import visit_event

START = datetime(2026, 12, 3, 1, 0, tzinfo=UTC)
END = datetime(2026, 12, 3, 2, 30, tzinfo=UTC)


def event_of(data: bytes) -> Event:
    return Calendar.from_ical(data).events[0]


def written(**changes: object) -> bytes:
    values = {
        "uid": "visit-1@portal",
        "starts_at": START,
        "ends_at": END,
        "summary": "청소 방문",
        "location": "댁",
        "description": "문의: 02-300-1000\n사무국; 평일",
    }
    return visit_event(**(values | changes))  # type: ignore[arg-type]


class TestVisitEvent:
    def test_is_at_the_hour_that_seoul_reads(self) -> None:
        data = written()
        assert b"DTSTART;TZID=Asia/Seoul:20261203T100000" in data
        assert b"DTEND;TZID=Asia/Seoul:20261203T113000" in data
        assert b"BEGIN:VTIMEZONE" in data

    def test_keeps_words_and_signs(self) -> None:
        event = event_of(written())
        assert str(event["SUMMARY"]) == "청소 방문"
        assert str(event["DESCRIPTION"]) == "문의: 02-300-1000\n사무국; 평일"
        assert str(event["UID"]) == "visit-1@portal"

    def test_shows_what_nobody_sees(self) -> None:
        assert str(event_of(written(summary="청소\x01 방문"))["SUMMARY"]) == "청소〓 방문"

    def test_lets_a_moved_visit_replace_the_first(self) -> None:
        moved = event_of(written(sequence=1, stamp=datetime(2026, 11, 21, tzinfo=UTC)))
        assert moved["SEQUENCE"] == 1
        assert datetime(2026, 11, 21, tzinfo=UTC) == moved.DTSTAMP

    def test_folds_long_lines_and_uses_crlf(self) -> None:
        lines = written(description="가" * 200).split(b"\r\n")
        assert max(len(line) for line in lines) <= 75

    def test_reminds_the_day_before_and_is_private(self) -> None:
        data = written()
        assert b"TRIGGER:-P1D" in data
        assert b"CLASS:PRIVATE" in data

    def test_cannot_end_before_it_starts(self) -> None:
        with pytest.raises(ValueError, match="ends after"):
            written(ends_at=START)
