"""New households and plans that end soon, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN, cases_in_scope
from portal.coordinators.caseload.states import NEW_STATES, CaseState
from portal.coordinators.caseload.told import whom
from portal.coordinators.plans.rules import review_due_on
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.residents.applications.models import Application
from portal.residents.applications.states import Urgency
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _new_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=CareCase.id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        words=type_coerce(Application.urgency, String()),
        state=type_coerce(CareCase.state, String()),
        since=CareCase.opened_at,
        due_at=CareCase.first_visit_due_at,
    )
    new = select(*columns).join(Person, Person.id == CareCase.person_id)
    new = new.join(Application, Application.id == CareCase.application_id)
    new = new.where(cases_in_scope(desk.viewer), OPEN, CareCase.state.in_(NEW_STATES))
    return new.order_by(CareCase.opened_at, CareCase.id)


def _new_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    """The first visit has its hours; the plan after it has none."""
    for row in rows:
        is_assessed = row.state == CaseState.ASSESSED.value
        is_urgent = row.words == Urgency.URGENT.value
        address = url_for("plans.write" if is_assessed else "plans.assess", household_id=row.household_id)
        yield Item(
            key=f"new-{row.id}",
            what=_("돌봄 계획 세우기") if is_assessed else _("첫 방문과 욕구 확인"),
            mark=(label(Urgency.URGENT), Urgency.URGENT.tone) if is_urgent else None,
            whom=whom(row),
            since=row.since,
            due=None if is_assessed else row.due_at,
            weight=Weight.ALARM if is_urgent and not is_assessed else Weight.TASK,
            deeds=(Deed(_("계획 쓰기") if is_assessed else _("욕구 확인"), address),),
        )


def _review_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=CareCase.id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        since=CareCase.opened_at,
        due_on=CareCase.review_on,
    )
    ending = select(*columns).join(Person, Person.id == CareCase.person_id)
    ending = ending.where(cases_in_scope(desk.viewer), OPEN, CareCase.review_on <= desk.day)
    return ending.order_by(CareCase.review_on, CareCase.id)


def _review_items(rows: Sequence[Told], desk: Desk) -> Iterator[Item]:
    """To be decided within the week that it comes up."""
    for row in rows:
        yield Item(
            key=f"review-{row.id}",
            what=_("계획이 곧 끝남: 이어 갈지 정하기"),
            whom=whom(row),
            since=row.since,
            due=review_due_on(row.due_on or desk.day),
            deeds=(Deed(_("계획 보기"), url_for("plans.plan", household_id=row.household_id)),),
        )


NEW = Source(N_("새 가구"), Permission.PLAN_WRITE, _new_rows, _new_items)
REVIEWS = Source(N_("끝나는 계획"), Permission.PLAN_WRITE, _review_rows, _review_items)
