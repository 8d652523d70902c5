"""Who is at work on a day, who stands in for whom, and whose leave somebody sees: conditions of SQL."""

from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, true, union_all
from sqlalchemy.orm import aliased

from portal.accounts.models import User
from portal.accounts.queries import carries
from portal.core.actors import Actor
from portal.core.permissions import Permission
from portal.db.plain import plain_all
from portal.leave.models import Leave, LeaveDay
from portal.leave.states import COVERING

Day = date | ColumnElement[date]
_OWN_DAY = aliased(LeaveDay)


def accompanies(who: type[User] = User) -> ColumnElement[bool]:
    """SQL on `User`, or an alias of it: may accompany households."""
    return and_(who.disabled_at.is_(None), carries(Permission.CASELOAD_OWN, who))


def is_at_work(day: Day, who: type[User] = User) -> ColumnElement[bool]:
    """SQL on `User`, or an alias of it: may accompany households, and is not away."""
    is_away = exists().where(_OWN_DAY.user_id == who.id, _OWN_DAY.on_day == day)
    return and_(accompanies(who), ~is_away)


def stands_in(day: Day, who: type[User] = User) -> ColumnElement[bool]:
    """SQL on `Leave` and `User`: the user sees to the households of whoever is on this leave."""
    return and_(Leave.deputy_id == who.id, Leave.state.in_(plain_all(COVERING)), is_at_work(day, who))


def leaves_on(day: Day) -> Select[Leave]:
    """Whoever is away on `day`."""
    return select(Leave).join(LeaveDay, LeaveDay.leave_id == Leave.id).where(LeaveDay.on_day == day)


def attended_on(day: date) -> Select[UUID]:
    """The ids of those whose households somebody sees to: they themselves, or whoever stands in."""
    covered = leaves_on(day).join(User, stands_in(day)).with_only_columns(Leave.user_id)
    both = union_all(select(User.id).where(is_at_work(day)), covered).subquery()
    return select(both.c[0])


def leaves_in_scope(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Leave`: the office sees all, others their own and those in which they stand in."""
    if viewer.can(Permission.LEAVE_MANAGE):
        return true()
    return or_(is_own(viewer), names_deputy(viewer))


def is_own(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Leave`: the viewer is away."""
    return Leave.user_id == viewer.user_id


def names_deputy(viewer: Actor) -> ColumnElement[bool]:
    """SQL on `Leave`: the viewer is named to stand in."""
    return Leave.deputy_id == viewer.user_id
