"""What calls left to be done, among what waits for a coordinator, and for the office where nobody accompanies."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, String, and_, exists, or_, select, type_coerce

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN, open_cases_in_scope
from portal.coordinators.caseload.told import whom
from portal.coordinators.contacts.states import ContactMeans
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.db.plain import plain
from portal.extensions import db
from portal.monitoring.calls.models import CallTask
from portal.monitoring.calls.queries import IS_OPEN, may_be_finished
from portal.monitoring.calls.rules import VISITS
from portal.monitoring.calls.states import CallTaskKind
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, Whom, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

SHOWN_AT_MOST = 50


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=CallTask.id,
        household_id=CallTask.household_id,
        coordinator_id=CareCase.coordinator_id,
        name=Person.name,
        state=type_coerce(CallTask.kind, String()),
        since=CallTask.asked_at,
        due_at=CallTask.due_at,
    )
    waiting = select(*columns).join(CareCase, CareCase.household_id == CallTask.household_id)
    waiting = waiting.join(Person, Person.id == CareCase.person_id)
    return waiting.where(IS_OPEN, open_cases_in_scope(desk.viewer)).order_by(CallTask.due_at, CallTask.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        kind = CallTaskKind(row.state or "")
        yield Item(
            key=f"calltask-{row.id}",
            what=label(kind),
            whom=whom(row),
            since=row.since,
            due=row.due_at,
            deeds=tuple(_deeds(row.id, row.household_id, kind)),
        )


def _deeds(task_id: UUID, household_id: UUID | None, kind: CallTaskKind) -> Iterator[Deed]:
    """What is to be done first, and that it was done; who was visited is by the record of it."""
    page = url_for("calling.task", task_id=task_id)
    if kind in VISITS:
        url = url_for("contacts.log", household_id=household_id, means=ContactMeans.VISIT)
        yield Deed(_("방문 기록"), url, shortcut="v")
        yield Deed(_("필요 없어짐"), page)
        return
    if kind is CallTaskKind.NUMBER:
        yield Deed(_("번호 고치기"), url_for("households.facts", household_id=household_id))
    else:
        yield Deed(_("살펴보기"), page)
    yield Deed(_("마쳤음"), url_for("calling.finish", task_id=task_id), posts=True)


def _waiting(desk: Desk) -> Iterator[Item]:
    """What is left to be done for households that nobody accompanies, and who is unreached beyond its time."""
    accompanied = exists().where(CareCase.household_id == CallTask.household_id, OPEN)
    rows = select(CallTask, Person.name).join(Person, Person.household_id == CallTask.household_id)
    overdue = and_(CallTask.kind == plain(CallTaskKind.UNREACHED), CallTask.due_at < desk.now)
    rows = rows.where(IS_OPEN, or_(~accompanied, overdue)).order_by(CallTask.due_at, CallTask.id).limit(SHOWN_AT_MOST)
    for task, name in {task.id: (task, name) for task, name in db.session.execute(rows)}.values():
        url = url_for("calling.task", task_id=task.id)
        done = Deed(_("마쳤음"), url_for("calling.finish", task_id=task.id), posts=True)
        yield Item(
            key=f"calltask-{task.id}",
            what=label(task.kind),
            whom=Whom(mask_name(name), url, None),
            since=task.asked_at,
            due=task.due_at,
            deeds=(Deed(_("살펴보기"), url), *([done] if may_be_finished(task) else [])),
        )


TASKS = Source(N_("전화에서 생긴 일"), Permission.CALL_MAKE, _rows, _items)
WAITING_TASKS = Waiting(N_("전화에서 생긴 일"), Permission.HOUSEHOLD_ALL, _waiting)
