"""Takes signals in, many at once by a few statements: whatever comes twice, late or in another order comes to the same.

Nothing is lost: what is not taken is told as such to whoever sent it, and what cannot count for anybody is kept apart.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, union

from portal.coordinators.caseload.models import CareCase
from portal.coordinators.caseload.scope import OPEN
from portal.core.ids import new_id
from portal.core.messages import N_
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.db.sealed import of_row
from portal.extensions import db
from portal.monitoring.devices.models import Device
from portal.monitoring.signals.following import follow
from portal.monitoring.signals.models import ApartSignal, Signal
from portal.monitoring.signals.rules import (
    Said,
    Unreadable,
    apart_by_device,
    apart_by_time,
    read_moment,
    read_signal,
    true_moment,
)
from portal.monitoring.signals.states import Apart, SignalKind, SignalReply, SignalWay
from portal.monitoring.signals.telling import tell_of_help
from portal.monitoring.signals.took import Known, Took
from portal.monitoring.watching.rules import is_night
from portal.monitoring.watching.scope import people_agreeing
from portal.residents.consents.models import Consent
from portal.residents.consents.states import ConsentKind

NO_CONSENT = N_("기기로 살피는 데 동의하지 않았거나 돌봄을 받고 있지 않은 분입니다. 남기지 않았습니다.")
BY_NIGHT = N_("밤에는 살피지 않는 분입니다. 남기지 않았습니다.")
NO_DEVICE = N_("이 공급처에 이 번호의 기기가 없습니다.")
TOO_OLD = N_("이 기기로 살피기 전의 신호입니다. 까닭을 적고 버려 주십시오.")
PAST = "past"
"""The code of a signal of which only the day is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is told of one signal: its number where it could be read, and why it was not simply taken."""

    reply: SignalReply
    ref: str | None = None
    code: str = ""
    message: str = ""
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True, slots=True)
class Delivery:
    """By whom, how and when signals are handed in; `sent_at` is what the sender's own clock says."""

    supplier_id: UUID
    way: SignalWay
    sent_at: datetime
    now: datetime


def take_in(told: Sequence[Any], delivery: Delivery) -> list[Answer]:
    """Take in what can be read and answer each, in their order."""
    read = [_read(each) for each in told]
    said = {each.ref: each for each in reversed(read) if isinstance(each, Said)}
    answers = _take(list(said.values()), delivery)
    seen: set[str] = set()
    found = []
    for each in read:
        if isinstance(each, Answer):
            found.append(each)
            continue
        found.append(Answer(SignalReply.KNOWN, each.ref, "known") if each.ref in seen else answers[each.ref])
        seen.add(each.ref)
    return found


def _read(told: Any) -> Said | Answer:
    try:
        return read_signal(told)
    except Unreadable as refusal:
        ref = told.get("id") if isinstance(told, dict) else None
        return Answer(
            SignalReply.REFUSED,
            ref if isinstance(ref, str) and ref.isprintable() else None,
            refusal.code,
            refusal.message,
            tuple(refusal.params.items()),
        )


def _take(said: Collection[Said], delivery: Delivery) -> dict[str, Answer]:
    known = _refs_known(delivery.supplier_id, [each.ref for each in said])
    answers = {ref: Answer(SignalReply.KNOWN, ref, "known") for ref in known}
    devices = _devices(delivery.supplier_id, {each.serial for each in said})
    took, apart = [], []
    for each in said:
        if each.ref not in known:
            judged = _judge(each, devices.get(each.serial), delivery)
            if isinstance(judged, Took):
                took.append(judged)
            elif isinstance(judged, Apart):
                apart.append((each, judged))
                answers[each.ref] = Answer(SignalReply.APART, each.ref, judged.value, judged.words)
            else:
                answers[each.ref] = judged
    set_apart([(each.ref, each.serial, _words_of(each, delivery), why) for each, why in apart], delivery)
    tell_of_help(delivery.supplier_id, [each.ref for each, why in apart if why is Apart.HELP], now=delivery.now)
    new = _keep([each for each in took if each.is_kept], delivery)
    for one in took:
        ref = one.said.ref
        if not one.is_kept:
            answers[ref] = Answer(SignalReply.NOT_KEPT, ref, "night", BY_NIGHT)
        elif ref in new:
            answers[ref] = Answer(SignalReply.TAKEN, ref, PAST if one.is_past else "")
        else:
            answers[ref] = Answer(SignalReply.KNOWN, ref, "known")
    follow([one for one in took if not one.is_kept or one.said.ref in new], now=delivery.now)
    return answers


def _judge(said: Said, device: Known | None, delivery: Delivery) -> Took | Apart | Answer:
    asks = said.kind is SignalKind.HELP
    if device is not None and not device.is_watched and not asks:
        return Answer(SignalReply.NOT_KEPT, said.ref, "no_consent", NO_CONSENT)
    apart = apart_by_device(said.kind, device.kind if device else None, device.state if device else None)
    apart = apart or apart_by_time(said.kind, said.at, delivery.sent_at)
    if asks and (apart is not None or device is None or not device.is_watched):
        return Apart.HELP
    is_past = apart is Apart.LATE and delivery.way is SignalWay.FILE and _is_ours(said, device)
    if device is None or (apart is not None and not is_past):
        return apart or Apart.UNKNOWN_DEVICE
    return _took(said, device, true_moment(said.at, delivery.sent_at, delivery.now), is_past=is_past)


def _is_ours(said: Said, device: Known | None) -> bool:
    """Whether it tells of a time in which its person was watched over already."""
    since = device.watched_since if device is not None else None
    return since is not None and said.at >= since


def _took(said: Said, device: Known, at: datetime, *, is_past: bool) -> Took:
    is_kept = device.by_night or not is_night(at) or said.kind is SignalKind.HELP
    return Took(said, device, at, is_past=is_past, is_kept=is_kept)


def _words_of(said: Said, delivery: Delivery) -> dict[str, Any]:
    """What is read again once somebody says whose it is."""
    told = {"id": said.ref, "device": said.serial, "at": said.at.isoformat(), "type": said.kind.value}
    return told | ({} if said.value is None else {"value": said.value}) | {"sent": delivery.sent_at.isoformat()}


def _refs_known(supplier_id: UUID, refs: Collection[str]) -> set[str]:
    taken = select(Signal.ref).where(Signal.supplier_id == supplier_id, Signal.ref.in_(refs))
    apart = select(ApartSignal.ref).where(ApartSignal.supplier_id == supplier_id, ApartSignal.ref.in_(refs))
    return set(db.session.scalars(union(taken, apart))) if refs else set()


def _devices(supplier_id: UUID, serials: Collection[str]) -> dict[str, Known]:
    if not serials:
        return {}
    agreeing, by_night = (
        people_agreeing(kind).where(Consent.person_id == Device.person_id).correlate(Device)
        for kind in (ConsentKind.WATCHING, ConsentKind.NIGHT_WATCHING)
    )
    agreed_at = agreeing.with_only_columns(func.max(Consent.confirmed_at))
    in_care_since = select(CareCase.opened_at).where(CareCase.household_id == Device.household_id, OPEN)
    found = select(
        Device.id,
        Device.serial,
        Device.kind,
        Device.state,
        Device.household_id,
        Device.trouble,
        Device.last_heard_at,
        agreed_at.scalar_subquery(),
        in_care_since.scalar_subquery(),
        by_night.exists(),
        Device.installed_at,
    ).where(Device.supplier_id == supplier_id, Device.serial.in_(serials))
    return {row[1]: Known(*row) for row in db.session.execute(found) if row[1]}


def set_apart(rows: Iterable[tuple[str, str, dict[str, Any], Apart]], delivery: Delivery) -> int:
    """Number, device, words and reason of each; one that lies there already stays as it is. Answers how many came."""
    values = []
    for ref, serial, words, why in rows:
        row_id = new_id()
        values.append(
            {
                "id": row_id,
                "supplier_id": delivery.supplier_id,
                "ref": ref,
                "serial": serial,
                "said": of_row(row_id, words),
                "why": why,
                "received_at": delivery.now,
                "note": "",
            }
        )
    if not values:
        return 0
    row = insert_into(table_of(ApartSignal), dialect_of(db.session)).on_conflict_do_nothing()
    return len(db.session.execute(row.returning(ApartSignal.ref), values).all())


def _keep(took: Collection[Took], delivery: Delivery) -> set[str]:
    """Write them down; answers the numbers of those that nobody else wrote meanwhile."""
    if not took:
        return set()
    values = [
        {
            "id": new_id(),
            "supplier_id": delivery.supplier_id,
            "ref": one.said.ref,
            "device_id": one.device.id,
            "kind": one.said.kind,
            "at": one.at,
            "received_at": delivery.now,
            "way": delivery.way,
        }
        for one in took
    ]
    row = insert_into(table_of(Signal), dialect_of(db.session)).on_conflict_do_nothing()
    return set(db.session.scalars(row.returning(Signal.ref), values))


def deliver_apart(
    signals: Sequence[ApartSignal], serial: str, *, now: datetime
) -> tuple[dict[UUID, UUID], dict[UUID, str]]:
    """Take in some that lie apart, all of one supplier, as those of the device `serial`, "" as those that each names.

    Each counts at the moment at which it was sent: its time hinders nothing any more, somebody has looked at it; but of
    what came too late only the day is kept. Answers whose they became, and why others could not be given.
    """
    took, refused = {}, {}
    supplier_id = signals[0].supplier_id
    devices = _devices(supplier_id, {serial or each.serial for each in signals})
    for each in signals:
        judged = _judge_apart(each, devices.get(serial or each.serial))
        if isinstance(judged, Took):
            took[each.id] = judged
        else:
            refused[each.id] = judged
    kept = [one for one in took.values() if one.is_kept]
    new = _keep(kept, Delivery(supplier_id, SignalWay.APART, now, now))
    follow([one for one in kept if one.said.ref in new], now=now)
    return {apart_id: one.device.id for apart_id, one in took.items()}, refused


def _judge_apart(apart: ApartSignal, device: Known | None) -> Took | str:
    if device is None:
        return NO_DEVICE
    if not device.is_watched:
        return NO_CONSENT
    words = dict(apart.said)
    sent_at = read_moment(words.pop("sent"))
    said = read_signal(words)
    why = apart_by_device(said.kind, device.kind, device.state)
    if why is not None:
        return why.words
    is_past = apart.why is Apart.LATE
    if is_past and not _is_ours(said, device):
        return TOO_OLD
    return _took(said, device, true_moment(said.at, sent_at, apart.received_at), is_past=is_past)
