"""Coordinators who are away."""

from datetime import date, datetime, timedelta

from portal.accounts.models import User
from portal.core.actors import Actor
from portal.leave.actions import enter_leave
from portal.leave.models import Leave
from portal.leave.queries import with_cover
from portal.leave.rules import Days, Wanted
from portal.leave.states import LeaveKind
from tests.factories.consortium import NOW, OFFICE, TODAY


def wanted(
    deputy: User | None, *, first: int = 0, last: int = 3, today: date = TODAY, reads_along: bool = False
) -> Wanted:
    """Days counted from today on."""
    days = Days(today + timedelta(days=first), today + timedelta(days=last))
    return Wanted(days, LeaveKind.HOLIDAY, deputy.id if deputy else None, reads_along)


def make_leave(
    user: User,
    deputy: User | None,
    *,
    first: int = 0,
    last: int = 3,
    now: datetime = NOW,
    today: date = TODAY,
    reads_along: bool = False,
) -> Leave:
    """Today and three more days; entered by the person, or by the office where nobody stands in."""
    actor = user.actor if deputy else OFFICE
    asked = wanted(deputy, first=first, last=last, today=today, reads_along=reads_along)
    return enter_leave(user.id, asked, actor=actor, now=now)


def standing_in(user: User, day: date = TODAY) -> Actor:
    """As they are signed in on a day, with those for whom they stand in."""
    return with_cover(user.actor, day)
