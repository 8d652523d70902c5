"""Decides by when whom nobody has heard of is looked at, and when a device itself has been silent for too long."""

from collections.abc import Collection, Mapping
from datetime import timedelta
from typing import NamedTuple

from portal.core.errors import DomainError
from portal.core.messages import N_
from portal.monitoring.devices.states import DeviceKind

SHORTEST_HOURS, LONGEST_HOURS = 12, 24 * 31
KEY_OVERLAP = timedelta(days=7)
"""So long after a new key the one before still opens, so that a supplier changes it without losing a signal."""


class Hours(NamedTuple):
    """After how many hours without a sign of life 관심, 주의 and 위험 are reached."""

    attention: int
    caution: int
    danger: int


USUAL = Hours(24, 36, 48)
HOURS: Mapping[DeviceKind, Hours] = {
    DeviceKind.PLUG: Hours(24, 36, 50),
    DeviceKind.TELEPHONE: Hours(72, 84, 96),
    DeviceKind.STEPS: Hours(36, 48, 72),
    DeviceKind.CALL: Hours(192, 216, 240),
    DeviceKind.BUTTON: Hours(36, 48, 72),
}
"""domain.md §8: 24 / 36 / 48, plugs up to 50, telephones after three days; the others are ours."""

HEARD_EVERY: Mapping[DeviceKind, timedelta] = {
    DeviceKind.PLUG: timedelta(hours=3),
    DeviceKind.MOTION: timedelta(hours=12),
    DeviceKind.DOOR: timedelta(hours=24),
    DeviceKind.TELEPHONE: timedelta(hours=48),
    DeviceKind.STEPS: timedelta(hours=26),
    DeviceKind.CALL: timedelta(days=8),
    DeviceKind.ROBOT: timedelta(hours=24),
}
"""A device that is well lets itself be heard at least so often, whatever the person does; a button says nothing by
itself."""

LIVELY = frozenset({DeviceKind.DOOR, DeviceKind.ROBOT})
"""They need not speak before 관심 is reached, and do so as somebody moves about: of each alone nobody can tell whether
the device or the person is silent."""

TELLS_EACH = frozenset({DeviceKind.CALL})
"""It is told of each call whether somebody answered: where nothing is told, none was made."""

MUTE_AT_LEAST = timedelta(hours=3)
"""Never is a whole supplier held for mute before nothing was heard of it for so long."""

TROUBLE_KNOWN = timedelta(days=1)
"""What has been wrong with a device for longer is its own and tells nothing of its supplier; so is a silence that lasts
so long after most devices of a supplier at fault spoke again."""


def hours_of(kind: DeviceKind) -> Hours:
    """What counts until somebody decides otherwise for this person."""
    return HOURS.get(kind, USUAL)


def refuse_hours(hours: Hours) -> None:
    """Raise `DomainError` for hours that do not rise, or that nobody would look after."""
    if not SHORTEST_HOURS <= hours.attention < hours.caution < hours.danger <= LONGEST_HOURS:
        raise DomainError(
            N_("%(shortest)d시간부터 %(longest)d시간까지, 관심보다 주의가, 주의보다 위험이 길게 적어 주십시오."),
            "attention",
            shortest=SHORTEST_HOURS,
            longest=LONGEST_HOURS,
        )


def strictest(all_hours: Collection[Hours]) -> Hours:
    """The shortest of each level: with several devices the one that notices first decides."""
    return Hours(*(min(column) for column in zip(*all_hours, strict=True)))
