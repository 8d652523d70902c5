"""What the office does with signals: brings them in by a file, and gives or drops those that lie apart."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.devices.actions import SUPPLIER
from portal.monitoring.devices.models import Device, DeviceSupplier
from portal.monitoring.signals.intake import Delivery, deliver_apart, set_apart, take_in
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.signals.reading import Line
from portal.monitoring.signals.rules import LONGEST_REF, MOST_SIGNALS
from portal.monitoring.signals.states import Apart, SignalReply, SignalWay
from portal.monitoring.signals.telling import SUBJECT


def bring_in(supplier: DeviceSupplier, lines: Sequence[Line], *, actor: Actor, now: datetime) -> Counter[SignalReply]:
    """Take in a file as if the supplier had sent it now; lines that cannot be read are kept apart as well."""
    actor.require(Permission.SUPPLIER_MANAGE)
    counted: Counter[SignalReply] = Counter()
    delivery = Delivery(supplier.id, SignalWay.FILE, now, now)
    for start in range(0, len(lines), MOST_SIGNALS):
        some = lines[start : start + MOST_SIGNALS]
        answers = take_in([line.told for line in some], delivery)
        unread = [line for line, answer in zip(some, answers, strict=True) if answer.reply is SignalReply.REFUSED]
        rows = (
            (line.mark, line.cells.get("device", "")[:LONGEST_REF], dict(line.cells), Apart.UNREADABLE)
            for line in unread
        )
        kept = set_apart(rows, delivery)
        counted.update(answer.reply for answer in answers if answer.reply is not SignalReply.REFUSED)
        counted.update({SignalReply.APART: kept, SignalReply.KNOWN: len(unread) - kept})
    record("signal.import", actor=actor, now=now, subject=(SUPPLIER, supplier.id), lines=len(lines))
    return counted


def give_to_device(apart: ApartSignal, serial: str, *, actor: Actor, now: datetime) -> None:
    """It belongs to this device of the supplier, and counts as if it had come so."""
    actor.require(Permission.SUPPLIER_MANAGE)
    _require_open(apart)
    if apart.why is Apart.UNREADABLE:
        raise DomainError(N_("읽을 수 없는 신호라서 이어 줄 수 없습니다. 까닭을 적고 버려 주십시오."))
    own = select(Device).where(Device.supplier_id == apart.supplier_id, Device.serial == serial)
    device = db.session.scalars(own).one_or_none()
    if device is None:
        raise DomainError(N_("이 공급처에 이 번호의 기기가 없습니다."), "serial")
    refusal = deliver_apart(apart, device, now=now)
    if refusal is not None:
        raise DomainError(refusal, "serial")
    _settle(apart, actor, now)
    apart.device_id = device.id
    record("apart_signal.given", actor=actor, now=now, subject=(SUBJECT, apart.id))
    db.session.flush()


def drop(apart: ApartSignal, note: str, *, actor: Actor, now: datetime) -> None:
    """It counts for nobody; why may not be empty."""
    actor.require(Permission.SUPPLIER_MANAGE)
    _require_open(apart)
    if not note:
        raise DomainError(N_("왜 버리는지 적어 주십시오."), "note")
    _settle(apart, actor, now)
    apart.note = note
    record("apart_signal.discard", actor=actor, now=now, subject=(SUBJECT, apart.id))
    db.session.flush()


def _require_open(apart: ApartSignal) -> None:
    if apart.settled_at is not None:
        raise Conflict(N_("다른 사람이 이미 살펴본 신호입니다."))


def _settle(apart: ApartSignal, actor: Actor, now: datetime) -> None:
    apart.settled_at, apart.settled_by_id = now, actor.user_id
