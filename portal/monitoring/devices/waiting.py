"""Devices and suppliers that need somebody: a device is no person, and waits as a task."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, select, type_coerce

from portal.coordinators.caseload.told import coordinator_of, whom
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import Counted, counted_by_supplier, is_troubled, suppliers_at_fault
from portal.monitoring.devices.scope import devices_in_scope
from portal.monitoring.devices.states import DeviceKind, Trouble
from portal.residents.households.models import Person
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    columns = told(
        id=Device.id,
        household_id=Device.household_id,
        coordinator_id=coordinator_of(Device.household_id),
        name=Person.name,
        words=type_coerce(Device.kind, String()),
        state=type_coerce(Device.trouble, String()),
        since=Device.trouble_since,
    )
    found = (
        select(*columns).join(Person, Person.id == Device.person_id).where(devices_in_scope(desk.viewer), is_troubled())
    )
    return found.order_by(Device.trouble_since, Device.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        trouble = Trouble(row.state or "")
        yield Item(
            key=f"device-{row.id}",
            what=_("기기 점검하기: %(kind)s", kind=label(DeviceKind(row.words or ""))),
            mark=(label(trouble), trouble.tone),
            whom=whom(row),
            since=row.since,
            deeds=(Deed(_("기기 보기"), url_for("devices.device", device_id=row.id)),),
        )


def _failing(desk: Desk) -> Iterator[Item]:
    counted = counted_by_supplier(desk.now)
    for supplier in suppliers_at_fault():
        devices = counted.get(supplier.id, Counted())
        if supplier.fault_since is not None:
            yield Item(
                key=f"supplier-{supplier.id}",
                what=_("기기 공급처에 장애 알리기: %(name)s", name=supplier.name),
                more=_(
                    "기기 %(total)d대 가운데 %(quiet)d대가 조용합니다.",
                    total=devices.total,
                    quiet=devices.said_silent(supplier.fault_since, desk.now),
                ),
                since=supplier.fault_since,
                weight=Weight.ALARM,
                deeds=(Deed(_("공급처 보기"), url_for("devices.supplier", supplier_id=supplier.id)),),
            )


TROUBLED = Source(N_("점검할 기기"), Permission.WATCH_MANAGE, _rows, _items)
FAILING = Waiting(N_("기기 공급처 장애"), Permission.SUPPLIER_MANAGE, _failing)
