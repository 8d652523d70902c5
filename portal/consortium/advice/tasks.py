"""What the worker brings to advisory meetings by itself, and of what it reminds."""

from datetime import datetime, timedelta

from portal.consortium.advice.actions import bring_open
from portal.consortium.advice.notices import remind_owner
from portal.consortium.advice.queries import advice_to_remind
from portal.core.actors import SYSTEM
from portal.core.clock import day_of
from portal.extensions import current_settings


def bring(now: datetime) -> int:
    """Put open advice on the agenda to come; runs in the transaction of its caller."""
    return bring_open(actor=SYSTEM, now=now)


def remind(now: datetime) -> int:
    """Remind whoever works advice in of a day that is near, and once more when it is over; answers of how much."""
    today, days = day_of(now), timedelta(days=current_settings().target.meeting_reminder_days)
    reminded = [each for each in advice_to_remind(today + days, today) if remind_owner(each, now=now)]
    for advice in reminded:
        advice.reminded_at = now
    return len(reminded)
