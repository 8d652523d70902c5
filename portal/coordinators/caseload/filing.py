"""Lets an application of somebody in care go to whoever accompanies them, instead of beginning a second course."""

from collections.abc import Callable
from datetime import datetime

from portal.coordinators.caseload import notices, rules
from portal.coordinators.caseload.actions import schedule_contact
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import open_case_of_person
from portal.core import clock
from portal.core.actors import Actor
from portal.core.errors import Conflict
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.series import Series, said
from portal.core.sockets import Socket, Takes
from portal.residents.applications import actions as applications
from portal.residents.applications.models import Application

Follow = Callable[[Application, CareCase, Actor, datetime], None]

FILINGS: Socket[Follow] = Socket("what follows an application that joins a case", Takes.MANY)
"""Called with (application, case, actor, now)."""


def file_application(application: Application, *, actor: Actor, now: datetime) -> CareCase:
    """Somebody in care asks for more: the application joins the open case, whose coordinator hears of it and calls."""
    actor.require(Permission.APPLICATION_PAIR)
    case = open_case_of_person(application.person_id)
    if case is None:
        raise Conflict(N_("이 분은 지금 돌보는 중이 아닙니다. 담당 코디네이터를 정해 주십시오."))
    applications.mark_filed(application, said(case.number, Series.CASE), actor=actor, now=now)
    schedule_contact(case, rules.retry_on(clock.day_of(now)), now=now)
    notices.notify_coordinator_of_application(case, application, now=now)
    for follow in FILINGS:
        follow(application, case, actor, now)
    return case
