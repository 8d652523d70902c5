"""Hands on whom a survey found in need and nobody followed, before their addresses go."""

from datetime import datetime, timedelta

from portal.core import clock
from portal.extensions import current_settings
from portal.monitoring.surveys.actions import hand_on_needs

BEFORE = timedelta(days=7)
"""So long before the addresses go (`ours`)."""


def hand_on(now: datetime) -> None:
    kept = timedelta(days=current_settings().target.survey_kept_days)
    hand_on_needs(clock.day_of(now - max(kept - BEFORE, timedelta())), now=now)
