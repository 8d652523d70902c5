"""What a household is told it is watched by."""

from collections.abc import Sequence
from uuid import UUID

from portal.monitoring.devices.queries import devices_of
from portal.monitoring.devices.states import DeviceState


def watched_by(household_id: UUID) -> Sequence[str]:
    """The kinds of the devices that are in use there, each once."""
    kinds = (device.kind for device in devices_of(household_id) if device.state is DeviceState.IN_USE)
    return [kind.words for kind in dict.fromkeys(kinds)]
