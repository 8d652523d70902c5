"""Groups of services and where a price comes from."""

from enum import StrEnum


class ServiceGroup(StrEnum):
    DAILY = "daily"
    SAFETY = "safety"
    HEALTH = "health"


class PriceSource(StrEnum):
    """`AGREED` by the consortium, `SEEN` in a public source, or `OURS`: an example, to be replaced by an agreed one."""

    AGREED = "agreed"
    SEEN = "seen"
    OURS = "ours"
