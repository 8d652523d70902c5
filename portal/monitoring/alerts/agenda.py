"""Open alerts among what waits: for a coordinator their own and covered ones, for the office those that reached it."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, case, or_, select, type_coerce

from portal.coordinators.caseload.told import coordinator_of, whom_of
from portal.core.masking import mask_name
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.extensions import db
from portal.monitoring.alerts.models import Alert
from portal.monitoring.alerts.presentation import who_looks
from portal.monitoring.alerts.scope import IS_OPEN, alerts_in_scope, is_to_be_followed
from portal.monitoring.alerts.states import AlertEnding, AlertLevel, Rung
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, Whom, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

SHOWN = 50
UNSEEN = N_("보이지 않음")
OF_THE_OFFICE = (Rung.DEPUTY, Rung.DOOR, Rung.CONTACT_PERSON, Rung.RESCUE)
NO_CENTRE = N_("24시간 관제 센터가 아닙니다. 위급하면 119·112에 전화하십시오.")
HOLD = N_("돌봄을 멈출지 정하기")
CLOSE = N_("돌봄 종결하기")


def _first_name() -> Any:
    first = select(Person.name).where(Person.household_id == Alert.household_id)
    return first.order_by(Person.created_at, Person.id).limit(1).scalar_subquery()


def _columns() -> list[Any]:
    return told(
        id=Alert.id,
        household_id=Alert.household_id,
        coordinator_id=coordinator_of(Alert.household_id),
        name=_first_name(),
        words=type_coerce(Alert.rung, String()),
        more=case((Alert.is_unseen, UNSEEN), else_=""),
        state=type_coerce(Alert.level, String()),
        since=Alert.raised_at,
        due_at=Alert.due_at,
    )


def _rows(desk: Desk) -> Select[Any]:
    waiting = select(*_columns()).where(alerts_in_scope(desk.viewer, desk.now), IS_OPEN)
    return waiting.order_by(Alert.due_at, Alert.id)


def _items(rows: Sequence[Told], desk: Desk) -> Iterator[Item]:
    """Each says that nobody watches round the clock, and until when somebody does."""
    no_centre = f"{_(NO_CENTRE)} {who_looks(desk.now)}" if rows else ""
    for row in rows:
        address = url_for("alerts.alert", alert_id=row.id)
        level, rung = AlertLevel(row.state or ""), Rung(row.words or "")
        yield Item(
            key=f"alert-{row.id}",
            what=_("안부 경보: %(rung)s", rung=label(rung)),
            mark=(label(level), level.tone),
            whom=_whom(row, address, desk),
            more=" ".join(filter(None, (_(row.more) if row.more else "", no_centre))),
            since=row.since,
            due=row.due_at,
            weight=Weight.ALARM,
            deeds=(Deed(_("살펴보기"), address),),
        )


def _whom(row: Told, address: str, desk: Desk) -> Whom:
    """Whoever is on call, or deputy, has the alert and not the household."""
    sees = row.coordinator_id is not None and desk.viewer.sees_to(row.coordinator_id)
    if sees or desk.viewer.can(Permission.HOUSEHOLD_ALL):
        return whom_of(row.name or "", row.household_id, row.coordinator_id)
    return Whom(mask_name(row.name or ""), address, None)


def _waiting(desk: Desk) -> Iterator[Item]:
    """What its coordinator has not settled, and what has no coordinator."""
    unaccompanied = coordinator_of(Alert.household_id).is_(None)
    reached = or_(Alert.rung.in_(OF_THE_OFFICE), unaccompanied)
    rows = select(*_columns()).where(IS_OPEN, reached).order_by(Alert.due_at, Alert.id).limit(SHOWN)
    return _items([Told(*row) for row in db.session.execute(rows)], desk)


def _ended_rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=Alert.id,
        household_id=Alert.household_id,
        coordinator_id=coordinator_of(Alert.household_id),
        name=_first_name(),
        state=type_coerce(Alert.ending, String()),
        since=Alert.ended_at,
    )
    ended = select(*columns).where(alerts_in_scope(desk.viewer, desk.now), is_to_be_followed())
    return ended.order_by(Alert.ended_at, Alert.id)


def _ended_items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        ending = AlertEnding(row.state or "")
        yield Item(
            key=f"alert-ended-{row.id}",
            what=_(CLOSE) if ending is AlertEnding.DIED else _(HOLD),
            mark=(label(ending), ending.tone),
            whom=whom_of(row.name or "", row.household_id, row.coordinator_id),
            since=row.since,
            weight=Weight.ALARM,
            deeds=(Deed(_("살펴보기"), url_for("alerts.alert", alert_id=row.id)),),
        )


FOLLOW_UP = Source(N_("안부 경보 뒤에 할 일"), Permission.PLAN_WRITE, _ended_rows, _ended_items)
ALERTS = Source(N_("안부 경보"), Permission.ALERT_HANDLE, _rows, _items)
WAITING_ALERTS = Waiting(N_("안부 경보"), Permission.ALERT_HANDLE, _waiting)
