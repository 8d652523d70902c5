"""How long a household stays open, and by when the office has looked at it."""

from datetime import datetime, timedelta

from portal.core.targets import Targets


def ends_at(opened_at: datetime, targets: Targets) -> datetime:
    return opened_at + timedelta(hours=targets.emergency_hours)


def review_due_at(opened_at: datetime, targets: Targets) -> datetime:
    return opened_at + timedelta(days=targets.emergency_review_days)
