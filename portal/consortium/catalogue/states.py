"""Groups of services and where a price comes from."""

from enum import StrEnum


class ServiceGroup(StrEnum):
    DAILY = "daily"
    SAFETY = "safety"
    HEALTH = "health"


class PriceSource(StrEnum):
    """`SEEN` in a public source, or `OURS`: our own choice, to be replaced by the consortium's."""

    SEEN = "seen"
    OURS = "ours"
