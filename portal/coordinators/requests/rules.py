"""By when somebody in care hears, and how much they may have open."""

from datetime import datetime

from portal.core import clock
from portal.core.promises import Working
from portal.core.targets import Targets
from portal.core.urgency import is_overdue
from portal.core.workdays import add_workdays

OPEN_AT_MOST = 5
"""What one household may have open: beyond it somebody telephones."""


def answer_due(asked_at: datetime, targets: Targets, working: Working) -> datetime:
    """The end of a working day."""
    return working.end_of(add_workdays(clock.day_of(asked_at), targets.request_answer_workdays))


def is_answer_overdue(due_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    return ended_at is None and is_overdue(due_at, now)
