"""What is due that no other feature tells of, for a coordinator; what was not done in time, for the office."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.caseload.told import whom, whom_of
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.duties import queries
from portal.monitoring.duties.models import CareDuty
from portal.monitoring.duties.presentation import what_words
from portal.monitoring.duties.scope import IS_OPEN, week_ends
from portal.monitoring.duties.states import DutyAct, DutyBy
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

ONLY_HERE = (DutyAct.HOME_VISIT, DutyAct.TASK)
"""Contacts, first visits and reviews stand there by themselves, with the same days."""


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=CareDuty.id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        words=CareDuty.task,
        more=CareDuty.rule,
        state=type_coerce(CareDuty.act, String()),
        since=CareDuty.since_at,
        due_at=CareDuty.due_at,
    )
    due = select(*columns).join(CareCase, CareCase.id == CareDuty.case_id)
    due = due.join(Person, Person.id == CareCase.person_id)
    due = due.where(cases_in_scope(desk.viewer), IS_OPEN, CareDuty.act.in_(ONLY_HERE))
    due = due.where(CareDuty.by == DutyBy.COORDINATOR, CareDuty.due_at <= week_ends(desk.day))
    return due.order_by(CareDuty.due_at, CareDuty.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        is_task = row.state == DutyAct.TASK.value
        yield Item(
            key=f"duty-{row.id}",
            what=row.words if is_task and row.words else label(DutyAct(row.state or "")),
            whom=whom(row),
            more="" if is_task else row.more or "",
            since=row.since,
            due=day_of(row.due_at) if row.due_at else None,
            deeds=(_finish(row) if is_task else _visit(row),),
        )


def _finish(row: Told | CareDuty) -> Deed:
    return Deed(_("한 일로 적기"), url_for("duties.finish", duty_id=row.id), posts=True)


def _visit(row: Told) -> Deed:
    return Deed(_("찾아간 기록"), url_for("contacts.log", household_id=row.household_id, means="visit"))


def _waiting(desk: Desk) -> Iterator[Item]:
    """Everything that is overdue, and what the office itself has to do within the week."""
    for duty in queries.overdue_and_own(desk.viewer, desk.now):
        household = duty.case.household
        is_own = duty.by is DutyBy.OFFICE
        look = Deed(_("모니터링 보기"), url_for("duties.household", household_id=household.id))
        yield Item(
            key=f"duty-{duty.id}",
            what=_("%(what)s: 사무국", what=what_words(duty))
            if is_own
            else _("%(what)s: %(name)s 코디네이터", what=what_words(duty), name=duty.coordinator.name),
            whom=whom_of(duty.case.person.name, household.id, duty.coordinator_id),
            more=duty.rule,
            since=duty.since_at,
            due=duty.due,
            deeds=(_finish(duty), look) if is_own else (look,),
        )


DUTIES = Source(N_("찾아갈 가구와 그 밖의 일"), Permission.CONTACT_WRITE, _rows, _items)
BREACHES = Waiting(N_("기한을 넘긴 모니터링"), Permission.DUTY_MANAGE, _waiting, everything="duties.duties")
