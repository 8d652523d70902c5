"""Other bodies that are to be asked again, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.caseload.told import coordinator_of, whom
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.queries import RUNS
from portal.coordinators.outside.states import OutsideState
from portal.coordinators.plans.models import PlanLine
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=OutsideLink.id,
        household_id=CareCase.household_id,
        coordinator_id=coordinator_of(CareCase.household_id),
        name=Person.name,
        words=Service.name,
        state=type_coerce(OutsideLink.state, String()),
        since=OutsideLink.noted_at,
        due_on=OutsideLink.look_again_on,
    )
    waiting = (
        select(*columns)
        .join(OutsideLink.case)
        .join(CareCase.application)
        .join(Person, Person.id == Application.person_id)
        .join(OutsideLink.line)
        .join(PlanLine.service)
        .where(cases_in_scope(desk.viewer), RUNS)
    )
    return waiting.order_by(OutsideLink.look_again_on, OutsideLink.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        asked = row.state == OutsideState.ASKED
        yield Item(
            key=f"outside-{row.id}",
            what=_("다른 기관의 답 알아보기") if asked else _("다른 기관에서 어떻게 되었는지 알아보기"),
            whom=whom(row),
            more=row.words or "",
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("답 적기") if asked else _("결과 적기"), url_for("outside.link", outside_id=row.id)),),
        )


LINKS = Source(N_("다른 기관에 부탁한 일"), Permission.REFERRAL_MANAGE, _rows, _items)
