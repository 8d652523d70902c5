"""Who hears of what is nearly due, and of what was not done in time."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from portal.accounts.models import User
from portal.accounts.queries import users_who_may
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.monitoring.duties.scope import warning_horizon, week_ends
from portal.monitoring.duties.states import DutyBy, DutyView
from portal.monitoring.duties.truth import OF_THE_OFFICE, OVERDUE, SOON, SUBJECT
from portal.notifications.actions import About

NEARLY = N_("곧 기한인 모니터링이 %(count)d건 있습니다.")
BROKEN = N_("기한을 넘긴 모니터링이 %(count)d건 있습니다: %(name)s 코디네이터")
OWN_BROKEN = N_("기한을 넘긴 사무국 할 일이 %(count)d건 있습니다.")
DUTIES = "/monitoring/duties"


def warn_coordinator(user: User, count: int, now: datetime) -> None:
    """Before holidays of more than a week the list of the week would not show all."""
    about = About(SUBJECT, user.id, SOON)
    view = DutyView.SOON if warning_horizon(now) <= week_ends(day_of(now)) else DutyView.OPEN
    tell_staff([user], News(Matter.DUTY, about, NEARLY % {"count": count}, f"{DUTIES}?view={view}"), now=now)


def tell_office(user: User, count: int, now: datetime) -> None:
    """`count` is how many of this coordinator's nobody has told of yet."""
    words = BROKEN % {"count": count, "name": user.name}
    path = f"{DUTIES}?view=overdue&coordinator={user.id}"
    tell_staff(_office(), News(Matter.BREACH, About(SUBJECT, user.id, OVERDUE), words, path), now=now)


def tell_office_of_own(first_id: UUID, count: int, now: datetime) -> None:
    """`count` is how many of what the office itself was to do nobody has told of yet, `first_id` the oldest."""
    about = About(SUBJECT, first_id, OF_THE_OFFICE)
    path = f"{DUTIES}?view=overdue&coordinator={DutyBy.OFFICE}"
    tell_staff(_office(), News(Matter.BREACH, about, OWN_BROKEN % {"count": count}, path), now=now)


def _office() -> Iterable[User]:
    return users_who_may(Permission.DUTY_MANAGE)
