"""Homes of people who stay elsewhere, of which nobody has said yet who sees to them, among what waits."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, select

from portal.consortium.capacity.models import Slot
from portal.consortium.catalogue.models import Service
from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import open_cases_in_scope
from portal.coordinators.caseload.told import whom
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.states import TAKING_STATES
from portal.coordinators.stays.queries import homes_of
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.applications.models import Application
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    """Stays to come and going on."""
    columns = told(
        id=Referral.id,
        household_id=Referral.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        words=Service.name,
        since=Referral.requested_at,
        due_at=Slot.starts_at,
    )
    waiting = (
        select(*columns)
        .join(Referral.case)
        .join(CareCase.application)
        .join(Person, Person.id == Application.person_id)
        .join(Referral.slot)
        .join(Referral.service)
        .where(open_cases_in_scope(desk.viewer), Referral.state.in_(TAKING_STATES), Referral.stay_ends_at > desk.now)
    )
    return waiting.order_by(Slot.starts_at, Referral.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    homes = homes_of([row.id for row in rows])
    for row in rows:
        wanting = [task for task, answer in homes[row.id].tasks.items() if answer is None]
        if wanting:
            tasks = ", ".join(str(label(task)) for task in wanting)
            yield Item(
                key=f"home-{row.id}",
                what=_("비는 집을 누가 볼지 정하기"),
                whom=whom(row),
                more=_("%(service)s 입소: %(tasks)s", service=row.words, tasks=tasks),
                since=row.since,
                due=row.due_at,
                deeds=(Deed(_("답 적기"), url_for("desk.household", household_id=row.household_id)),),
            )


HOMES = Source(N_("머무는 동안의 집"), Permission.REFERRAL_MANAGE, _rows, _items)
