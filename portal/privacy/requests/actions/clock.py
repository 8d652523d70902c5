"""Tells the office that the time to answer runs out, and that it has."""

from datetime import datetime

from portal.core.clock import day_of
from portal.core.urgency import is_overdue
from portal.extensions import db
from portal.privacy.requests import notices
from portal.privacy.requests.queries import waiting_requests
from portal.privacy.requests.rules import warned_from


def watch_clocks(now: datetime) -> int:
    """Once before the last day, and once after it; answers how often the office was told."""
    told, today = 0, day_of(now)
    for request in waiting_requests():
        if is_overdue(request.due_on, now) and request.overdue_told_at is None:
            request.overdue_told_at = now
            notices.tell_office(request, notices.OVERDUE, now)
        elif warned_from(request.due_on) <= today <= request.due_on and request.warned_at is None:
            request.warned_at = now
            notices.tell_office(request, notices.WARNED, now)
        else:
            continue
        told += 1
    db.session.flush()
    return told
