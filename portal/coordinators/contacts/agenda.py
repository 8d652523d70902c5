"""Households to contact, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.queries import due_by
from portal.coordinators.caseload.scope import OPEN, cases_in_scope
from portal.coordinators.caseload.states import CaseState
from portal.coordinators.caseload.told import whom
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=CareCase.id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        state=type_coerce(CareCase.state, String()),
        since=CareCase.opened_at,
        due_on=CareCase.next_contact_on,
    )
    due = select(*columns).join(Person, Person.id == CareCase.person_id)
    due = due.where(cases_in_scope(desk.viewer), OPEN, due_by(desk.day))
    return due.order_by(CareCase.next_contact_on, CareCase.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"due-{row.id}",
            what=_("안부 연락"),
            whom=whom(row),
            more=label(CaseState(row.state or "")),
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("연락 기록"), url_for("contacts.log", household_id=row.household_id), shortcut="c"),),
        )


CONTACTS = Source(N_("연락할 가구"), Permission.CONTACT_WRITE, _rows, _items)
