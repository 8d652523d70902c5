"""Decides what a signal says, when it truly was, and what becomes of it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.monitoring.devices.states import DeviceKind, DeviceState
from portal.monitoring.signals.states import OF_EVERY_DEVICE, SIGNS_OF_LIFE, TOLD_BY, Apart, SignalKind

MOST_BYTES = 64 * 1024
MOST_SIGNALS = 500
LONGEST_REF = 64
MOST_VALUE = 1_000_000_000
SAME_CLOCK = timedelta(minutes=5)
"""Two clocks that lie no further apart are one."""

LONGEST_SKEW = timedelta(hours=3)
"""A sender whose clock lies further off is refused; up to here what it says is put right by how far it is off."""

REPLAYS_KNOWN = timedelta(hours=12)
"""So long it is known which requests came: longer than any of them is believed."""

LATE_AFTER = timedelta(days=7)
_LEAP_SECOND = re.compile(r"(T\d\d:\d\d):60")
KNOWN_FIELDS = frozenset({"id", "device", "at", "type", "value"})
_TAKEN_FROM = frozenset({DeviceState.INSTALLED, DeviceState.IN_USE, DeviceState.BROKEN})


@dataclass(frozen=True, slots=True)
class Said:
    """One signal as its supplier says it: `ref` is the supplier's own number of it, `at` the moment it names."""

    ref: str
    serial: str
    at: datetime
    kind: SignalKind
    value: float | None = None

    @property
    def is_sign_of_life(self) -> bool:
        """What was measured and came to nothing is none; of steps it is said how many."""
        measured = self.value != 0 and (self.value is not None or self.kind is not SignalKind.STEPS)
        return self.kind in SIGNS_OF_LIFE and measured


class Unreadable(DomainError):
    """A signal that says nothing which could be kept; `code` is for machines."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(message, None, **params)
        self.code = code


def read_signal(told: Any) -> Said:
    """One member of `signals`; raises `Unreadable`."""
    if not isinstance(told, dict):
        raise Unreadable("not_an_object", N_("신호는 이름과 값의 묶음이어야 합니다."))
    if unknown := sorted(str(name) for name in told.keys() - KNOWN_FIELDS):
        raise Unreadable("unknown_field", N_("모르는 칸이 있습니다: %(name)s"), name=unknown[0][:40])
    return Said(
        ref=_text(told, "id"),
        serial=_text(told, "device"),
        at=read_moment(told.get("at")),
        kind=_kind(told.get("type")),
        value=_value(told.get("value")),
    )


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told.get(name)
    if (
        not isinstance(value, str)
        or not 0 < len(value) <= LONGEST_REF
        or not value.isprintable()
        or value != value.strip()
    ):
        raise Unreadable(
            f"bad_{name}", N_("%(name)s에는 1자부터 %(longest)d자까지의 글을 적습니다."), name=name, longest=LONGEST_REF
        )
    return value


def read_moment(value: Any) -> datetime:
    """A moment with its offset from UTC (RFC 3339); one without is nobody's. A leap second is the second before it."""
    text = _LEAP_SECOND.sub(r"\1:59", value.upper()) if isinstance(value, str) else ""
    try:
        moment = datetime.fromisoformat(text) if "T" in text else None
        if moment is not None and moment.utcoffset() is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Unreadable("bad_at", N_("at에는 2026-11-28T09:12:00+09:00처럼 시간대가 있는 때를 적습니다."))


def _kind(value: Any) -> SignalKind:
    if not isinstance(value, str) or value not in set(SignalKind):
        raise Unreadable("bad_type", N_("type에는 정해진 낱말을 적습니다."))
    return SignalKind(value)


def _value(value: Any) -> float | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_VALUE:
        raise Unreadable("bad_value", N_("value에는 0부터 %(most)d까지의 수를 적습니다."), most=MOST_VALUE)
    return float(value)


def is_believed(sent_at: datetime, now: datetime) -> bool:
    """Whether a request that says it was sent then may have been sent just now."""
    return abs(now - sent_at) <= LONGEST_SKEW


def true_moment(at: datetime, sent_at: datetime, now: datetime) -> datetime:
    """When a signal was by our own clock: a sender whose clock is off is put right by how far it is.

    A device that runs ahead of its sender told something no later than it was sent.
    """
    off = now - sent_at
    shift = off if abs(off) > SAME_CLOCK else timedelta(0)
    return min(at, sent_at) + shift


def apart_by_time(kind: SignalKind, at: datetime, sent_at: datetime) -> Apart | None:
    """What its moment alone keeps apart; both by the sender's clock. A call for help waits for no clock to be set."""
    if at > sent_at + LONGEST_SKEW and kind is not SignalKind.HELP:
        return Apart.FUTURE
    return Apart.LATE if at < sent_at - LATE_AFTER else None


def apart_by_device(kind: SignalKind, device: DeviceKind | None, state: DeviceState | None) -> Apart | None:
    """What it cannot tell of the device that it names; None for both where nobody knows it."""
    if device is None or state is None:
        return Apart.UNKNOWN_DEVICE
    if state not in _TAKEN_FROM:
        return Apart.NOT_IN_USE
    return None if kind in OF_EVERY_DEVICE or kind in TOLD_BY[device] else Apart.OTHER_KIND
