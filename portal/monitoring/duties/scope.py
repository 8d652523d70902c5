"""Whose duties somebody sees, and which condition of SQL says how a duty stands at a moment."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, true

from portal.coordinators.caseload.scope import cases_in_scope
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.permissions import Permission
from portal.core.urgency import WEEK
from portal.db.plain import plain
from portal.duty.queries import working
from portal.extensions import current_settings
from portal.monitoring.duties.clocks import end_of_day, warned_until
from portal.monitoring.duties.models import CareDuty, DutyExemption
from portal.monitoring.duties.states import DutyAct, DutyBy, DutyOutcome, DutyView

IS_OPEN = CareDuty.ended_at.is_(None)
IS_LATE_AT_END = or_(CareDuty.missed_due_at.is_not(None), CareDuty.due_at < CareDuty.ended_at)


OF_COORDINATORS = CareDuty.by == plain(DutyBy.COORDINATOR)
"""What they answer for; what the office itself is to do counts for nobody of them."""
OF_OFFICE = CareDuty.by == plain(DutyBy.OFFICE)


def duties_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `CareDuty`, for one who sees not all of them joined with `CareCase`: a coordinator what they are to do."""
    if not viewer.can(Permission.DUTY_READ):
        return false()
    return true() if viewer.can(Permission.HOUSEHOLD_ALL) else and_(cases_in_scope(viewer), OF_COORDINATORS)


def finished_by(duty: CareDuty) -> Permission:
    """What whoever says that a task was done has to carry."""
    return Permission.DUTY_MANAGE if duty.by is DutyBy.OFFICE else Permission.CONTACT_WRITE


def exempts_on(day: date) -> ColumnElement[bool]:
    """SQL on `DutyExemption`: it holds on `day`."""
    begun, lasts = DutyExemption.from_on <= day, DutyExemption.until_on >= day
    return and_(DutyExemption.ended_at.is_(None), begun, lasts)


def overdue_at(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    """`core.urgency.is_overdue` of an open duty: what is counted in days is kept as the last moment of its day."""
    return and_(IS_OPEN, CareDuty.due_at < now)


def soon_at(now: datetime) -> ColumnElement[bool]:
    """Due within a week and not overdue."""
    return and_(IS_OPEN, CareDuty.due_at >= now, CareDuty.due_at <= week_ends(day_of(now)))


def warning_horizon(now: datetime) -> datetime:
    """`clocks.warned_until` by the hours of this office and its target."""
    ahead = timedelta(hours=current_settings().target.duty_warning_hours)
    return warned_until(now, ahead, working())


def week_ends(day: date) -> datetime:
    return end_of_day(day + WEEK)


def shown_in(view: DutyView, now: datetime) -> ColumnElement[bool]:
    """What stands in the list of this name at `now`."""
    is_done = CareDuty.outcome == DutyOutcome.DONE
    return {
        DutyView.OPEN: IS_OPEN,
        DutyView.OVERDUE: overdue_at(now),
        DutyView.SOON: soon_at(now),
        DutyView.CONTACTS: and_(IS_OPEN, CareDuty.act == DutyAct.CONTACT),
        DutyView.MISSED: CareDuty.outcome == DutyOutcome.MISSED,
        DutyView.LATE: and_(is_done, IS_LATE_AT_END),
        DutyView.EXEMPTED: CareDuty.outcome == DutyOutcome.EXEMPTED,
        DutyView.DONE: is_done,
    }[view]
