"""Whom to ask again, among what waits for a coordinator, once it is overdue for the office too.

What they answered is read on the page.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.told import whom
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.screening.models import Screening
from portal.monitoring.screening.queries import due_screenings
from portal.monitoring.screening.states import RiskLevel
from portal.residents.households.models import Person
from portal.web.agenda import AT_MOST, Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
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


def _waiting(desk: Desk) -> Iterator[Item]:
    """Whose next look is overdue, whoever accompanies them."""
    rows = db.session.execute(_rows(desk).where(Screening.next_on < desk.day).limit(AT_MOST))
    return _items([Told(*row) for row in rows], desk)


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


OVERDUE = Waiting(N_("기한을 넘긴 고립 위험 점검"), Permission.DUTY_MANAGE, _waiting)
SCREENINGS = Source(N_("고립 위험 점검"), Permission.SCREENING_WRITE, _rows, _items)
