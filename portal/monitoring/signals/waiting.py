"""Signals that lie apart, among what waits for the office."""

from collections.abc import Iterator

from flask import url_for

from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.monitoring.signals.queries import apart_signals
from portal.web.agenda import Deed, Desk, Item
from portal.web.waiting import Waiting
from portal.web.words import gettext as _


def _apart(desk: Desk) -> Iterator[Item]:
    """One item for all of them: each alone says little."""
    found = apart_signals(desk.viewer)
    if found.total:
        yield Item(
            key="apart-signals",
            what=_("따로 둔 신호 %(count)d개 살펴보기", count=found.total),
            since=found.items[0].received_at,
            deeds=(Deed(_("살펴보기"), url_for("signals.apart_signals")),),
        )


APART = Waiting(N_("따로 둔 신호"), Permission.SUPPLIER_MANAGE, _apart)
