"""A signal and the device that it names, as they meet on the way in."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from portal.monitoring.devices.states import DeviceKind, DeviceState, Trouble
from portal.monitoring.signals.rules import Said


class Known(NamedTuple):
    """A device that a signal names, since when its person agrees to it and is in care, None while they do not."""

    id: UUID
    serial: str | None
    kind: DeviceKind
    state: DeviceState
    household_id: UUID
    trouble: Trouble | None
    last_heard_at: datetime | None
    agreed_at: datetime | None
    in_care_since: datetime | None
    by_night: bool
    installed_at: datetime | None

    @property
    def watched_since(self) -> datetime | None:
        """Nothing that is older may be known of its person; None while nobody watches over them."""
        since = (self.agreed_at, self.in_care_since, self.installed_at)
        known = [each for each in since if each is not None]
        return max(known) if len(known) == len(since) else None

    @property
    def is_watched(self) -> bool:
        return self.agreed_at is not None and self.in_care_since is not None


@dataclass(frozen=True, slots=True)
class Took:
    """A signal of a known device, at its moment by our clock.

    One that `is_past` came so late that only the day of which it tells is kept: it says nothing of how anybody is now.
    """

    said: Said
    device: Known
    at: datetime
    is_past: bool = False
    is_kept: bool = True
    """Of those whom nobody watches by night only the device is known to be well."""
