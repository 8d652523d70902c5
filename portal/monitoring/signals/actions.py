"""What the office does with signals: brings them in by a file, and gives or drops those that lie apart."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from portal.audit.actions import record
from portal.core.actors import Actor
from portal.core.errors import Conflict, DomainError
from portal.core.messages import N_
from portal.core.permissions import Permission
from portal.extensions import db
from portal.monitoring.devices.actions import SUPPLIER
from portal.monitoring.devices.models import DeviceSupplier
from portal.monitoring.signals.intake import PAST, Delivery, deliver_apart, set_apart, take_in
from portal.monitoring.signals.models import ApartSignal
from portal.monitoring.signals.queries import alike
from portal.monitoring.signals.reading import Line
from portal.monitoring.signals.rules import LONGEST_REF, MOST_SIGNALS
from portal.monitoring.signals.states import Alike, Apart, SignalReply, SignalWay
from portal.monitoring.signals.telling import SUBJECT

AT_ONCE = 10_000
"""Settled together at most: as many as a file has lines."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What became of the lines of a file; of `past` ones, which were taken, the days alone are kept."""

    replies: Counter[SignalReply]
    past: int


def bring_in(supplier: DeviceSupplier, lines: Sequence[Line], *, actor: Actor, now: datetime) -> Brought:
    """Take in a file as if the supplier had sent it now; lines that cannot be read are kept apart as well.

    A file tells of a whole month: what is older than `LATE_AFTER` keeps the days of which it tells.
    """
    actor.require(Permission.SUPPLIER_MANAGE)
    counted: Counter[SignalReply] = Counter()
    past = 0
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
        past += sum(answer.code == PAST for answer in answers)
        counted.update({SignalReply.APART: kept, SignalReply.KNOWN: len(unread) - kept})
    record("signal.import", actor=actor, now=now, subject=(SUPPLIER, supplier.id), lines=len(lines))
    return Brought(counted, past)


def give_to_device(apart: ApartSignal, serial: str, *, actor: Actor, now: datetime) -> None:
    """It belongs to this device of the supplier, and counts as if it had come so."""
    actor.require(Permission.SUPPLIER_MANAGE)
    _require_open(apart)
    _require_readable(apart)
    _given, refused = _give([apart], serial, actor=actor, now=now)
    if refused:
        raise DomainError(refused[apart.id], "serial")


def drop(apart: ApartSignal, note: str, *, actor: Actor, now: datetime) -> None:
    """It counts for nobody; why may not be empty."""
    actor.require(Permission.SUPPLIER_MANAGE)
    _require_open(apart)
    _drop([apart], note, actor=actor, now=now)


def give_alike(
    like: ApartSignal, how: Alike, serial: str, *, shown: int, actor: Actor, now: datetime
) -> tuple[int, int]:
    """Give all that are alike to the device that each names, or those of one number to the device `serial`.

    Answers how many were given, and how many could not be and lie apart further. `shown` is how many somebody saw.
    """
    actor.require(Permission.SUPPLIER_MANAGE)
    chosen = _alike(like, how, shown)
    _require_readable(like)
    given = 0
    reasons: list[str] = []
    for start in range(0, len(chosen), MOST_SIGNALS):
        some = chosen[start : start + MOST_SIGNALS]
        settled, refused = _give(some, serial if how is Alike.DEVICE else "", actor=actor, now=now)
        given += settled
        reasons.extend(refused.values())
    if not given and reasons:
        raise DomainError(reasons[0], "serial" if how is Alike.DEVICE else "how")
    return given, len(reasons)


def drop_alike(like: ApartSignal, how: Alike, note: str, *, shown: int, actor: Actor, now: datetime) -> int:
    """Drop all that are alike, for one reason; answers how many."""
    actor.require(Permission.SUPPLIER_MANAGE)
    chosen = _alike(like, how, shown)
    _drop(chosen, note, actor=actor, now=now)
    return len(chosen)


def _alike(like: ApartSignal, how: Alike, shown: int) -> Sequence[ApartSignal]:
    """Those that somebody saw, the oldest first, `AT_ONCE` at most; nobody else settles them meanwhile."""
    if like.why is Apart.HELP:
        raise DomainError(N_("도움을 청한 신호는 하나씩 살펴봅니다."))
    found = select(ApartSignal).where(*alike(like, how)).order_by(ApartSignal.received_at, ApartSignal.id)
    chosen = db.session.scalars(found.limit(AT_ONCE).with_for_update()).all()
    if len(chosen) != min(shown, AT_ONCE):
        raise Conflict(N_("그사이 신호가 더 왔거나 다른 사람이 처리했습니다. 다시 살펴보고 처리해 주십시오."))
    return chosen


def _give(signals: Sequence[ApartSignal], serial: str, *, actor: Actor, now: datetime) -> tuple[int, dict[UUID, str]]:
    given, refused = deliver_apart(signals, serial, now=now)
    for each in signals:
        if each.id in given:
            _settle(each, actor, now)
            each.device_id = given[each.id]
    if given:
        record("apart_signal.given", actor=actor, now=now, subject=(SUBJECT, signals[0].id), lines=len(given))
    db.session.flush()
    return len(given), refused


def _drop(signals: Sequence[ApartSignal], note: str, *, actor: Actor, now: datetime) -> None:
    if not note:
        raise DomainError(N_("왜 버리는지 적어 주십시오."), "note")
    for each in signals:
        _settle(each, actor, now)
        each.note = note
    record("apart_signal.discard", actor=actor, now=now, subject=(SUBJECT, signals[0].id), lines=len(signals))
    db.session.flush()


def _require_readable(apart: ApartSignal) -> None:
    if apart.why is Apart.UNREADABLE:
        raise DomainError(N_("읽을 수 없는 신호라서 이어 줄 수 없습니다. 까닭을 적고 버려 주십시오."), "how")


def _require_open(apart: ApartSignal) -> None:
    if apart.settled_at is not None:
        raise Conflict(N_("다른 사람이 이미 살펴본 신호입니다."))


def _settle(apart: ApartSignal, actor: Actor, now: datetime) -> None:
    apart.settled_at, apart.settled_by_id = now, actor.user_id
