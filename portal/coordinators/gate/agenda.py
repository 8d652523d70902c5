"""Bookings that no longer pass, among what waits for a coordinator."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import url_for
from sqlalchemy import Select, String, type_coerce

from portal.consortium.capacity.models import Slot
from portal.coordinators.caseload.told import whom
from portal.coordinators.gate.broken import STANDS
from portal.coordinators.gate.models import BookingBreak
from portal.coordinators.gate.states import Hindrance
from portal.coordinators.referrals.models import Referral
from portal.coordinators.referrals.told import told_of_referrals
from portal.core.dates import format_moment
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.core.urgency import Weight
from portal.web.agenda import Deed, Desk, Item, Source, Told
from portal.web.labels import label
from portal.web.words import gettext as _


def _rows(desk: Desk) -> Select[Any]:
    hindrance = type_coerce(BookingBreak.hindrance, String())
    found = told_of_referrals(desk, id=Referral.id, state=hindrance, since=BookingBreak.found_at, due_at=Slot.starts_at)
    return (
        found.join(BookingBreak, BookingBreak.referral_id == Referral.id)
        .join(Slot, Slot.id == Referral.slot_id)
        .where(STANDS, Slot.starts_at > desk.now)
        .order_by(Slot.starts_at, Referral.id)
    )


def _items(rows: Sequence[Told], _desk: Desk) -> Iterator[Item]:
    for row in rows:
        yield Item(
            key=f"broken-{row.id}",
            what=_("%(service)s 예약이 어긋남", service=row.words),
            mark=(label(Hindrance(row.state or "")), "danger"),
            whom=whom(row),
            more=_("%(when)s 방문 · %(who)s", when=format_moment(row.due_at or row.since), who=row.more),
            since=row.since,
            due=row.due_at,
            weight=Weight.BREAK,
            deeds=(Deed(_("예약 바로잡기"), url_for("gate.broken", _anchor=f"broken-{row.id}")),),
        )


BROKEN = Source(N_("어긋난 예약"), Permission.REFERRAL_MANAGE, _rows, _items)
