"""What a household is told on paper of how it is watched."""

from collections.abc import Sequence
from uuid import UUID

from portal.core.messages import N_
from portal.monitoring.devices.models import Device
from portal.monitoring.devices.queries import devices_of
from portal.monitoring.watching.queries import EYES, is_under_watch, people_by_night, watch_of

BY_DEVICE = N_("%(device)s: %(hours)d시간 동안 소식이 없으면 안부를 여쭙니다.")
NIGHTS = N_("밤(22시~6시)에도 살핍니다.")
NO_NIGHTS = N_("밤(22시~6시)에는 살피지 않고, 밤의 신호는 남기지 않습니다.")
NO_DAYS_OFF = N_("쉬는 날의 일은 다음 근무일 아침에 살핍니다.")


def watched_by(household_id: UUID) -> Sequence[str]:
    """By what and after how many hours, and when not; nothing where silence leads to nothing at this moment."""
    watch = watch_of(household_id)
    if watch is None or not is_under_watch(household_id):
        return []
    told = [_said(device) for device in devices_of(household_id) if device.state in EYES]
    told.append(NIGHTS if people_by_night([watch.person_id]) else NO_NIGHTS)
    return told if watch.weekends else [*told, NO_DAYS_OFF]


def _said(device: Device) -> str:
    named = f"{device.kind.words}({device.place})" if device.place else device.kind.words
    return BY_DEVICE % {"device": named, "hours": device.hours.attention}
