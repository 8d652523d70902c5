"""Whom to ask again, among what waits for a coordinator; what they answered is read on the page."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.told import whom
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.screening.models import Screening
from portal.monitoring.screening.queries import due_screenings
from portal.monitoring.screening.states import RiskLevel
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=Screening.id,
        household_id=CareCase.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        state=type_coerce(Screening.level, String()),
        since=Screening.recorded_at,
        due_on=Screening.next_on,
    )
    due = select(*columns).join(Person, Person.id == Screening.person_id)
    due = due.join(CareCase, CareCase.person_id == Screening.person_id)
    return due.where(due_screenings(desk.viewer, desk.day)).order_by(Screening.next_on, Screening.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        level = RiskLevel(row.state or "")
        yield Item(
            key=f"screening-{row.id}",
            what=_("고립 위험 다시 점검"),
            whom=whom(row),
            mark=(label(level), level.tone),
            since=row.since,
            due=row.due_on,
            deeds=(Deed(_("점검하기"), url_for("screening.household", household_id=row.household_id)),),
        )


SCREENINGS = Source(N_("고립 위험 점검"), Permission.SCREENING_WRITE, _rows, _items)
