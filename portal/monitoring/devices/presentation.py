"""How several kinds of devices are told in words."""

from collections.abc import Iterable

from portal.monitoring.devices.states import DeviceKind
from portal.web.labels import label


def kinds_words(kinds: Iterable[DeviceKind]) -> str:
    """스마트플러그, 움직임 감지기"""
    return ", ".join(label(kind) for kind in kinds)
