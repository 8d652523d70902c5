"""Tells the office at once of a call for help that is nobody's: somebody may be in need behind it."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.queries import users_who_may
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.duty.actions import News, tell_staff
from portal.duty.queries import on_call_at
from portal.duty.states import Matter
from portal.extensions import db
from portal.monitoring.alerts.rules import CALLS_TOLD_EVERY
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.signals.states import Apart
from portal.notifications.actions import About

SUBJECT = "apart_signal"
HELP = N_("기기가 도움을 청했으나 이어지지 않았습니다. 공급처에 물어 주십시오: %(supplier)s, 기기 %(serial)s")


def tell_of_help(supplier_id: UUID, refs: Sequence[str], *, now: datetime) -> None:
    """Of these signals that lie apart since now: the office and whoever is on call; of one device once in a while."""
    if not refs:
        return
    calls = select(ApartSignal).where(ApartSignal.supplier_id == supplier_id, ApartSignal.why == Apart.HELP)
    lately = calls.where(ApartSignal.received_at > now - CALLS_TOLD_EVERY, ApartSignal.settled_at.is_(None))
    known = set(db.session.scalars(lately.where(ApartSignal.ref.not_in(refs)).with_only_columns(ApartSignal.serial)))
    new = calls.where(ApartSignal.ref.in_(refs)).options(joinedload(ApartSignal.supplier))
    for call in db.session.scalars(new.order_by(ApartSignal.serial, ApartSignal.ref)):
        if call.serial not in known:
            known.add(call.serial)
            _tell(call, now)


def _tell(call: ApartSignal, now: datetime) -> None:
    shift = on_call_at(now)
    hearers = [*users_who_may(Permission.SUPPLIER_MANAGE), *([shift.user] if shift else [])]
    words = HELP % {"supplier": call.supplier.name, "serial": call.serial}
    tell_staff(hearers, News(Matter.ALERT, About(SUBJECT, call.id), words, f"/signals/apart/{call.id}"), now=now)


def is_open(apart_id: UUID) -> bool:
    """Whether nobody has looked at it yet."""
    apart = db.session.get(ApartSignal, apart_id)
    return apart is not None and apart.settled_at is None
