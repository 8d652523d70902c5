"""What the worker does each day for the monthly review."""

from datetime import datetime

from portal.privacy.reviews.actions import prepare_review_due, raise_alarms


def prepare_and_watch(now: datetime) -> None:
    prepare_review_due(now)
    raise_alarms(now)
