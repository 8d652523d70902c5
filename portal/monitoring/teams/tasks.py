"""Ends what volunteers do when their time is over."""

from datetime import datetime

from portal.monitoring.teams.actions import end_what_is_over


def end_over(now: datetime) -> None:
    end_what_is_over(now)
