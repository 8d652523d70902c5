"""Other bodies that are to be asked again, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, case, select, type_coerce

from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import cases_in_scope
from portal.coordinators.caseload.told import whom
from portal.coordinators.outside.models import OutsideLink
from portal.coordinators.outside.queries import RUNS, TO_TELL
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
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        words=Service.name,
        state=type_coerce(OutsideLink.state, String()),
        since=OutsideLink.noted_at,
        due_on=case((TO_TELL, OutsideLink.tell_by), else_=OutsideLink.look_again_on),
    )
    waiting = (
        select(*columns)
        .join(OutsideLink.case)
        .join(CareCase.application)
        .join(Person, Person.id == Application.person_id)
        .join(OutsideLink.line)
        .join(PlanLine.service)
        .where(cases_in_scope(desk.viewer), RUNS | TO_TELL)
    )
    return waiting.order_by(OutsideLink.look_again_on, OutsideLink.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        what, deed = _words_of(OutsideState(row.state or ""))
        yield Item(
            key=f"outside-{row.id}",
            what=what,
            whom=whom(row),
            more=row.words or "",
            since=row.since,
            due=row.due_on,
            deeds=(Deed(deed, url_for("outside.link", outside_id=row.id)),),
        )


def _words_of(state: OutsideState) -> tuple[str, str]:
    """What waits, and what is done about it: nothing but to tell the body where nothing runs any more."""
    if state is OutsideState.ASKED:
        return _("다른 기관의 답 알아보기"), _("답 적기")
    if state is OutsideState.TAKEN:
        return _("다른 기관에서 어떻게 되었는지 알아보기"), _("결과 적기")
    return _("다른 기관에 그만 쓰도록 알리기"), _("알린 날 적기")


LINKS = Source(N_("다른 기관에 부탁한 일"), Permission.REFERRAL_MANAGE, _rows, _items)
