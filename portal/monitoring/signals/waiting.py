"""Signals that lie apart, among what waits for the office; calls for help also for whoever is on call."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import url_for
from sqlalchemy import Select, select

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.monitoring.devices.models import DeviceSupplier
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.signals.queries import apart_signals
from portal.monitoring.signals.scope import apart_in_scope, is_open_call
from portal.monitoring.signals.states import Apart
from portal.web.agenda import Deed, Desk, Item, Source, Told, told
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _apart(desk: Desk) -> Iterator[Item]:
    """Each call for help, then one item for all of the others: each of these alone says little."""
    found = apart_signals(desk.viewer)
    calls = [each for each in found.items if each.why is Apart.HELP]
    for call in calls:
        yield _call(call.id, call.supplier.name, call.serial, call.received_at)
    if found.total > len(calls):
        yield Item(
            key="apart-signals",
            what=_("따로 둔 신호 %(count)d개 살펴보기", count=found.total - len(calls)),
            since=min(each.received_at for each in found.items),
            deeds=(Deed(_("살펴보기"), url_for("signals.apart_signals")),),
        )


def _call(apart_id: UUID, supplier: str, serial: str, since: datetime) -> Item:
    return Item(
        key=f"apart-signal-{apart_id}",
        what=_("도움을 청한 기기가 누구의 것인지 알아보기"),
        more=f"{supplier} · {serial}",
        mark=(label(Apart.HELP), Apart.HELP.tone),
        since=since,
        weight=Weight.ALARM,
        deeds=(Deed(_("살펴보기"), url_for("signals.apart", apart_id=apart_id)),),
    )


def _rows(desk: Desk) -> Select[Any]:
    """Calls for help, for whoever is on call."""
    columns = told(id=ApartSignal.id, words=DeviceSupplier.name, more=ApartSignal.serial, since=ApartSignal.received_at)
    found = select(*columns).join(DeviceSupplier, DeviceSupplier.id == ApartSignal.supplier_id)
    found = found.where(is_open_call(), apart_in_scope(desk.viewer, desk.now))
    return found.order_by(ApartSignal.received_at, ApartSignal.id)


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    return (_call(row.id, row.words or "", row.more or "", row.since) for row in rows)


CALLS = Source(N_("이어지지 않은 도움 요청"), Permission.ALERT_HANDLE, _rows, _items)
APART = Waiting(N_("따로 둔 신호"), Permission.SUPPLIER_MANAGE, _apart)
