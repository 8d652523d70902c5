"""Who sent a request: a key, a signature over body and moment, and neither too old, twice nor too often."""

import hashlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from portal.accounts.keys import keyed_digest, same
from portal.accounts.rules import Limit
from portal.accounts.throttling import Counter, is_free
from portal.core.messages import N_
from portal.db.inserting import dialect_of, insert_into, table_of
from portal.extensions import db
from portal.monitoring.devices.models import DeviceSupplier
from portal.monitoring.devices.queries import key_by_mark
from portal.monitoring.signals.models import SupplierRequest
from portal.monitoring.signals.rules import MOST_BYTES, MOST_SIGNALS, is_believed
from portal.notifications.receipts import signature_of

REQUESTS = Limit("signals", 6000, timedelta(0), timedelta(0), timedelta(minutes=1))
"""Of one supplier."""

_SIGNATURE = re.compile(r"t=(\d{1,11}),v1=([0-9a-f]{64})")


class Refused(Exception):
    """A request of which nothing is taken: the status, a code for machines, and words for whoever reads them."""

    def __init__(self, status: int, code: str, message: str, **params: object) -> None:
        super().__init__(code)
        self.status, self.code, self.message, self.params = status, code, message, params


@dataclass(frozen=True, slots=True)
class Sender:
    supplier: DeviceSupplier
    sent_at: datetime


def sender_of(mark: str, signature: str, body: bytes, *, now: datetime) -> Sender:
    """Whose key signed this body just now; raises `Refused`."""
    found = _SIGNATURE.fullmatch(signature)
    if not mark or found is None:
        raise Refused(401, "no_signature", N_("열쇠와 서명이 있어야 합니다. 설명을 보고 머리글 두 줄을 붙여 주십시오."))
    key = key_by_mark(mark) if mark.isascii() and mark.isprintable() else None
    moment = int(found[1])
    if key is None or not same(signature_of(key.secret, moment, body), signature):
        raise Refused(401, "bad_signature", N_("열쇠나 서명이 맞지 않습니다."))
    if key.supplier.ended_at is not None or not key.is_in_force(now):
        raise Refused(401, "ended_key", N_("끝난 열쇠입니다. 사무국에 새 열쇠를 물어 주십시오."))
    sent_at = datetime.fromtimestamp(moment, UTC) if moment < _LAST_SECOND else None
    if sent_at is None or not is_believed(sent_at, now):
        raise Refused(401, "bad_time", N_("서명한 때가 지금과 너무 다릅니다. 시계를 맞추고 다시 서명해 주십시오."))
    return Sender(key.supplier, sent_at)


_LAST_SECOND = 7_000_000_000


def count_request(sender: Sender, *, now: datetime) -> None:
    """Raises `Refused` for a supplier who asks too often."""
    counter = Counter(keyed_digest("signals of a supplier", str(sender.supplier.id)), REQUESTS)
    if not is_free(counter, now=now):
        raise Refused(429, "too_often", N_("요청이 너무 잦습니다. 잠시 뒤에 다시 보내 주십시오."))


def take_once(mark: str, signature: str, *, now: datetime) -> None:
    """Raises `Refused` for a request that came before: whoever kept one cannot send it again."""
    digest = hashlib.sha256(f"{mark}\0{signature}".encode()).hexdigest()
    row = insert_into(table_of(SupplierRequest), dialect_of(db.session)).values(digest=digest, at=now)
    if db.session.scalar(row.on_conflict_do_nothing().returning(SupplierRequest.digest)) is None:
        raise Refused(409, "replayed", N_("이미 받은 요청입니다. 다시 보내려면 지금 때로 새로 서명해 주십시오."))


def refuse_size(size: int | None) -> None:
    if size is not None and size > MOST_BYTES:
        raise too_large()


def too_large() -> Refused:
    return Refused(
        413, "too_large", N_("%(most)dkB까지 보낼 수 있습니다. 나누어 보내 주십시오."), most=MOST_BYTES // 1024
    )


def too_many() -> Refused:
    return Refused(422, "too_many", N_("한 번에 %(most)d개까지 보낼 수 있습니다."), most=MOST_SIGNALS)
