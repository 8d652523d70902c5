"""Signals that lie apart, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.monitoring.signals.queries import apart_signals
from portal.monitoring.signals.states import Apart
from portal.web.agenda import Deed, Desk, Item
from portal.web.labels import label
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _apart(desk: Desk) -> Iterator[Item]:
    """Each call for help, then one item for all of the others: each of these alone says little."""
    found = apart_signals(desk.viewer)
    calls = [each for each in found.items if each.why is Apart.HELP]
    for call in calls:
        yield Item(
            key=f"apart-signal-{call.id}",
            what=_("도움을 청한 기기가 누구의 것인지 알아보기"),
            more=f"{call.supplier.name} · {call.serial}",
            mark=(label(call.why), call.why.tone),
            since=call.received_at,
            weight=Weight.ALARM,
            deeds=(Deed(_("살펴보기"), url_for("signals.apart", apart_id=call.id)),),
        )
    if found.total > len(calls):
        yield Item(
            key="apart-signals",
            what=_("따로 둔 신호 %(count)d개 살펴보기", count=found.total - len(calls)),
            since=min(each.received_at for each in found.items),
            deeds=(Deed(_("살펴보기"), url_for("signals.apart_signals")),),
        )


APART = Waiting(N_("따로 둔 신호"), Permission.SUPPLIER_MANAGE, _apart)
