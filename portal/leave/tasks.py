"""Tells who stands in that it begins, and who was away that it is over, and says when leave is over its time."""

from datetime import date, datetime

from sqlalchemy import select

from portal.core import clock
from portal.core.keeping import Retention, ended_before
from portal.db.expiring import Expiring
from portal.extensions import db
from portal.leave import notices
from portal.leave.models import Leave, LeaveDay
from portal.leave.states import COVERING, LEAVE_STATES


def tell_of_the_day(now: datetime) -> int:
    """Each once; what was entered and was over before it was told is told to nobody."""
    today = clock.day_of(now)
    covered = select(Leave).where(Leave.state.in_(COVERING)).order_by(Leave.from_on, Leave.id)
    running = covered.where(Leave.begun_told_at.is_(None), Leave.from_on <= today, Leave.until_on >= today)
    over = covered.where(Leave.over_told_at.is_(None), Leave.begun_told_at.is_not(None), Leave.until_on < today)
    begun, ended = db.session.scalars(running).all(), db.session.scalars(over).all()
    for leave in begun:
        leave.begun_told_at = now
        notices.tell_deputy(leave, notices.BEGINS, now)
    for leave in ended:
        leave.over_told_at = now
        notices.tell_owner(leave, notices.OVER, now, deputy=leave.deputy)
    db.session.flush()
    return len(begun) + len(ended)


def _last_day(now: datetime) -> date:
    """As long as the log of what was seen: whoever looks whether a deputy was right to look asks both."""
    return ended_before(Retention.ACCESS_LOG, clock.day_of(now))


DAYS = Expiring(LeaveDay, lambda now: LeaveDay.leave_id.in_(select(Leave.id).where(Leave.until_on <= _last_day(now))))
LEAVES = Expiring(Leave, lambda now: Leave.until_on <= _last_day(now), LEAVE_STATES)
