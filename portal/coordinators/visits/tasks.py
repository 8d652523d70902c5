"""What happens to visits by the clock: reminders some days before, sweeping of photographs."""

from datetime import datetime, timedelta

from sqlalchemy import or_, update

from portal.coordinators.visits import notices
from portal.coordinators.visits.models import Visit
from portal.coordinators.visits.queries import visits_to_remind
from portal.coordinators.visits.rules import reminder_due
from portal.core.clock import day_bounds, day_of
from portal.extensions import current_settings, db


def send_reminders(now: datetime) -> int:
    """Queue the reminders that are due; tell how many. However often and by however many workers: each goes out once.

    Runs inside the transaction of its caller, which commits.
    """
    today = day_of(now)
    tomorrow = day_bounds(today)[1]
    sent = 0
    reminders = current_settings().target.visit_reminder_days
    due = visits_to_remind(tomorrow, tomorrow + timedelta(days=max(reminders)))
    for visit in sorted(due, key=lambda each: each.id):  # as whoever calls off several of them takes them
        days = reminder_due(day_of(visit.starts_at), day_of(visit.booked_at), visit.reminded_days, today, reminders)
        if days is not None and _claim(visit, days):
            ends_at = _next_reminder_at(visit, days)
            notices.notify_resident(visit, notices.REMINDER, kind=f"visit_reminder_{days}", now=now, not_after=ends_at)
            sent += 1
    db.session.flush()
    return sent


def _next_reminder_at(visit: Visit, days: int) -> datetime:
    """When a reminder makes place for the next one, or the visit begins."""
    later = [each for each in current_settings().target.visit_reminder_days if each < days]
    return day_bounds(day_of(visit.starts_at) - timedelta(days=max(later)))[0] if later else visit.starts_at


def _claim(visit: Visit, days: int) -> bool:
    """Whether this worker is the one that sends the reminder."""
    still_due = or_(Visit.reminded_days.is_(None), Visit.reminded_days > days)
    claim = update(Visit).where(Visit.id == visit.id, still_due).values(reminded_days=days)
    return db.session.connection().execute(claim).rowcount == 1
