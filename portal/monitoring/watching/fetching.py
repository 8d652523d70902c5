"""Devices that stand where nobody is to be watched any more: whoever works with the household fetches them."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import render_template, url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.told import coordinator_of, whom
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.scope import devices_in_scope
from portal.monitoring.devices.states import DeviceKind
from portal.monitoring.watching.scope import is_to_be_fetched
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _

SHOWN = 50


def _devices() -> Select[Any]:
    columns = told(
        id=Device.id,
        household_id=Device.household_id,
        coordinator_id=coordinator_of(Device.household_id),
        name=Person.name,
        words=type_coerce(Device.kind, String()),
        since=Device.ordered_at,
    )
    found = select(*columns).join(Person, Person.id == Device.person_id).where(is_to_be_fetched())
    return found.order_by(Device.ordered_at, Device.id)


def _rows(desk: Desk) -> Select[Any]:
    is_accompanied = coordinator_of(Device.household_id).is_not(None)
    return _devices().where(devices_in_scope(desk.viewer), is_accompanied)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"device-fetch-{row.id}",
            what=_("기기 돌려받기: %(kind)s", kind=label(DeviceKind(row.words or ""))),
            whom=whom(row),
            since=row.since,
            deeds=(Deed(_("기기 보기"), url_for("devices.device", device_id=row.id)),),
        )


def _waiting(desk: Desk) -> Iterator[Item]:
    """Of households that nobody accompanies."""
    rows = db.session.execute(_devices().where(coordinator_of(Device.household_id).is_(None)).limit(SHOWN))
    return _items([Told(*row) for row in rows], desk)


def on_device(*, device: Device) -> str:
    """That nobody looks at its silence, and why it is to come back."""
    is_left = db.session.scalar(select(Device.id).where(Device.id == device.id, is_to_be_fetched()))
    return render_template("watching/_to_be_fetched.html") if is_left else ""


FETCH = Source(N_("돌려받을 기기"), Permission.WATCH_MANAGE, _rows, _items)
WAITING_FETCH = Waiting(N_("돌려받을 기기"), Permission.WATCH_MANAGE, _waiting)
