"""Whoever could not be reached by telephone: who hears of it, and what follows where nobody is at the door either."""

from datetime import datetime

from sqlalchemy import select

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_household
from portal.coordinators.contacts.models import Contact
from portal.coordinators.contacts.states import ContactMeans, ContactOutcome
from portal.core.actors import Actor
from portal.core.messages import N_
from portal.duty.actions import News, tell_staff
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.alerts.actions import raise_alert
from portal.monitoring.alerts.states import AlertLevel
from portal.monitoring.calls.models import CallTask
from portal.monitoring.calls.queries import open_task
from portal.monitoring.calls.states import CALL_TASK_STATES, CallTaskKind
from portal.monitoring.watching.actions import lock_watch
from portal.monitoring.watching.scope import was_at_home
from portal.notifications.actions import About

TOLD_KIND = "staff_unreached"
GO_THERE = N_("전화가 닿지 않는 분이 있습니다. 찾아가 확인해 주십시오.")
NOBODY_THERE = N_("전화가 닿지 않고, 두 번 찾아갔으나 아무도 만나지 못했습니다.")
SILENT_VISITS = 2
"""So often nobody at the door, and somebody is looked for (`ours`), as where a neighbour met nobody."""


def tell_of_unreached(task: CallTask, *, actor: Actor, now: datetime) -> None:
    """Whoever sees to the household hears it at once where a colleague telephoned."""
    case = open_case_of_household(task.household_id)
    if case is None or case.coordinator_id == actor.user_id:
        return
    about = About(CALL_TASK_STATES.kind, task.id)
    news = News(Matter.HOUSEHOLD, about, GO_THERE, f"/calls/tasks/{task.id}", kind=TOLD_KIND, is_urgent=True)
    tell_staff([case.coordinator], news, now=now)


def look_for_unreached(contact: Contact, *, now: datetime) -> None:
    """Nobody at the door once more: 관심, unless they may have been away or their care rests."""
    household_id = contact.case.household_id
    task = open_task(household_id, CallTaskKind.UNREACHED)
    if task is None:
        return
    silent = (Contact.means == ContactMeans.VISIT, Contact.outcome == ContactOutcome.NO_ANSWER)
    visits = select(Contact.at).where(Contact.case_id == contact.case_id, *silent, Contact.at >= task.asked_at)
    moments = db.session.scalars(visits.order_by(Contact.at)).all()
    if len(moments) < SILENT_VISITS:
        return
    at_home = select(CareCase.id).where(
        CareCase.id == contact.case_id, was_at_home(CareCase.household_id, moments[-SILENT_VISITS], now)
    )
    if db.session.scalar(at_home) is None:
        return
    lock_watch(household_id)
    since = task.asked_at
    raise_alert(household_id, level=AlertLevel.ATTENTION, silent_since=since, what=NOBODY_THERE, now=now)
