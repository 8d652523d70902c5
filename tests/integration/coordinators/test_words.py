"""How long somebody has waited, said in words."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from portal.coordinators.caseload.presentation import waited

NOW = datetime(2026, 11, 10, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "words"), [(59, "방금"), (60, "1시간"), (23 * 60, "23시간"), (24 * 60, "1일"), (50 * 60, "2일")]
)
def test_waiting_is_told_in_hours_then_in_days(app: Flask, minutes: int, words: str) -> None:
    with app.test_request_context():
        assert waited(NOW - timedelta(minutes=minutes), NOW) == words
