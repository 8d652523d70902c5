"""From when to when no device of a home saw anybody, as far as it was noted: what was silent then says nothing."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from portal.audit.steps import Taken, histories
from portal.monitoring.alerts.rules import Span
from portal.monitoring.devices.faults import faults_since
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import devices_of
from portal.monitoring.devices.states import BLIND, DEVICE_STATES, DeviceState, DeviceVerb
from portal.monitoring.watching.models import Watch
from portal.monitoring.watching.rules import at_home


def times_unseen(watch: Watch, since: datetime, now: datetime) -> list[Span]:
    """Between `since` and `now`, in order, while their home was watched.

    A device sees while it is in use, its supplier is not at fault and has not ended, and it does not say that it is cut
    off; of that only the present time is known.
    """
    devices = devices_of(watch.household_id)
    suppliers = {device.supplier_id for device in devices if device.supplier_id is not None}
    faults = faults_since(suppliers, since)
    steps = histories(DEVICE_STATES, [device.id for device in devices])
    seen: list[Span] = []
    for device in devices:
        gone = [(each.began_at, each.ended_at or now) for each in faults if each.supplier_id == device.supplier_id]
        seen += [part for span in _in_use(device, steps[device.id], now) for part in at_home(span, gone)]
    return at_home((max(since, watch.begun_at), now), seen)


def _in_use(device: Device, steps: Sequence[Taken[DeviceState, DeviceVerb]], now: datetime) -> Iterator[Span]:
    ends = [now]
    if device.supplier is not None and device.supplier.ended_at is not None:
        ends.append(device.supplier.ended_at)
    if device.trouble in BLIND and device.trouble_since is not None:
        ends.append(device.trouble_since)
    last = min(ends)
    moments = [(step.after, step.at) for step in steps] or [(device.state, device.installed_at or device.ordered_at)]
    for (state, at), (_, until) in zip(moments, [*moments[1:], (None, now)], strict=True):
        if state is DeviceState.IN_USE and at < min(until, last):
            yield at, min(until, last)
