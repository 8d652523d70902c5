"""A signal and the device that it names, as they meet on the way in."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from portal.monitoring.devices.states import DeviceKind, DeviceState, Trouble
from portal.monitoring.signals.rules import Said


class Known(NamedTuple):
    """A device that a signal names; its person `is_watched` while they agree to it and are in care."""

    id: UUID
    serial: str | None
    kind: DeviceKind
    state: DeviceState
    household_id: UUID
    trouble: Trouble | None
    last_heard_at: datetime | None
    is_watched: bool
    by_night: bool


@dataclass(frozen=True, slots=True)
class Took:
    """A signal of a known device, at its moment by our clock."""

    said: Said
    device: Known
    at: datetime
    is_kept: bool = True
    """Of those whom nobody watches by night only the device is known to be well."""
