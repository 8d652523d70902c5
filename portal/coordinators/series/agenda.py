"""Regular visits among what waits for a coordinator: answers that came or did not, and series that end soon."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select, String, and_, func, or_, select, type_coerce

from portal.consortium.catalogue.models import Service
from portal.consortium.members.models import Organisation
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.caseload.told import whom
from portal.coordinators.plans.models import PlanLine
from portal.coordinators.series.models import CareSeries
from portal.coordinators.series.queries import ends_soon, still_asks
from portal.coordinators.series.states import SeriesState
from portal.core.clock import day_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight, is_overdue
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _

S = SeriesState


def _rows(desk: Desk, *conditions: ColumnElement[bool], **more: Any) -> Select[Any]:
    columns = told(
        id=CareSeries.id,
        household_id=CareSeries.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        words=Service.name,
        more=Organisation.name,
        state=type_coerce(CareSeries.state, String()),
        since=func.coalesce(CareSeries.settled_at, CareSeries.asked_at, type_=CareSeries.asked_at.type),
        **more,
    )
    return (
        select(*columns)
        .select_from(CareSeries)
        .join(CareCase, CareCase.id == CareSeries.case_id)
        .join(Person, Person.id == CareCase.person_id)
        .join(PlanLine, PlanLine.id == CareSeries.plan_line_id)
        .join(Service, Service.id == PlanLine.service_id)
        .join(Organisation, Organisation.id == CareSeries.organisation_id)
        .where(cases_in_scope(desk.viewer), CareCase.closed_at.is_(None), *conditions)
    )


def _asked_rows(desk: Desk) -> Select[Any]:
    asks = and_(CareSeries.state == S.ASKED, still_asks())
    found = _rows(desk, or_(asks, CareSeries.state == S.DECLINED), due_at=CareSeries.answer_due_at)
    return found.order_by(CareSeries.answer_due_at, CareSeries.id)


def _asked_items(rows: Sequence[Told], desk: Desk) -> Iterator[Item]:
    """An answer that is not late is only watched; a decline is acted upon on the day on which it came."""
    for row in rows:
        state = S(row.state or "")
        is_late = state is S.ASKED and is_overdue(row.due_at, desk.now)
        what = (
            N_("%(service)s 정기 방문이 거절됨") if state is S.DECLINED else N_("%(service)s 정기 방문의 답을 기다림")
        )
        yield Item(
            key=f"series-{row.id}",
            what=_(what, service=row.words),
            mark=(label(state), state.tone),
            whom=whom(row),
            more=row.more or "",
            since=row.since,
            due=day_of(row.since) if state is S.DECLINED else row.due_at,
            weight=Weight.TASK if is_late or state is S.DECLINED else Weight.WATCH,
            deeds=(Deed(_("정기 방문 보기"), url_for("series.series", series_id=row.id)),),
        )


def _ending_rows(desk: Desk) -> Select[Any]:
    found = _rows(desk, ends_soon(desk.day), due_on=CareSeries.last_on)
    return found.order_by(CareSeries.last_on, CareSeries.id)


def _ending_items(rows: Sequence[Told], desk: Desk) -> Iterator[Item]:
    """To be gone on with, or ended, by the last visit."""
    for row in rows:
        yield Item(
            key=f"series-ends-{row.id}",
            what=_("%(service)s 정기 방문이 곧 끝남: 이어 갈지 정하기", service=row.words),
            whom=whom(row),
            more=row.more or "",
            since=row.since,
            due=row.due_on or desk.day,
            deeds=(Deed(_("이어 가기"), url_for("series.extend", series_id=row.id)),),
        )


ASKED = Source(N_("정기 방문의 답"), Permission.REFERRAL_MANAGE, _asked_rows, _asked_items)
ENDING = Source(N_("끝나는 정기 방문"), Permission.REFERRAL_MANAGE, _ending_rows, _ending_items)
