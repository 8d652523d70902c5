"""From when on nobody accepts by a manual that they have not read."""

from datetime import date, timedelta

from portal.core.targets import Targets


def stops_after(confirm_by: date, targets: Targets) -> date:
    """The last day of the warning; accepting stops on the day after it."""
    return confirm_by + timedelta(days=targets.manual_warning_days)


def stopped_if_due_before(today: date, targets: Targets) -> date:
    """Whoever was to confirm before that day and has not accepts nothing `today`."""
    return today - timedelta(days=targets.manual_warning_days)
