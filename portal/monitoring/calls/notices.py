"""Who hears at once that somebody on the telephone is in danger."""

from datetime import datetime

from portal.accounts.queries import users_who_may
from portal.coordinators.caseload.charge import in_charge
from portal.coordinators.caseload.queries import open_case_of_household
from portal.core.actors import Actor
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, said
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.monitoring.calls.models import CallTask
from portal.monitoring.calls.states import CALL_TASK_STATES
from portal.notifications.actions import About

TOLD = N_("전화에서 위급한 일이 있었습니다: %(number)s")


def tell_of_emergency(task: CallTask, *, actor: Actor, now: datetime) -> None:
    """The office, and whoever sees to the household; not whoever telephoned."""
    hearers = list(users_who_may(Permission.HOUSEHOLD_ALL))
    case = open_case_of_household(task.household_id)
    acting = in_charge(case, day_of(now)).user if case else None
    if acting is not None and acting not in hearers:
        hearers.append(acting)
    words = TOLD % {"number": said(task.household.number, Series.HOUSEHOLD)}
    news = News(Matter.CRISIS, About(CALL_TASK_STATES.kind, task.id), words, f"/calls/tasks/{task.id}")
    tell_staff([user for user in hearers if user.id != actor.user_id], news, now=now)
