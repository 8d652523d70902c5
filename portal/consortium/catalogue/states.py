"""Groups of services and where a price comes from."""

from enum import StrEnum


class ServiceGroup(StrEnum):
    """The consortium's own three, then the basic and the linked services of Care SOS (돌봄SOS)."""

    DAILY = "daily"
    SAFETY = "safety"
    HEALTH = "health"
    CARE_SOS_BASIC = "care_sos_basic"
    CARE_SOS_LINKED = "care_sos_linked"


OWN_GROUPS = (ServiceGroup.DAILY, ServiceGroup.SAFETY, ServiceGroup.HEALTH)
"""What anybody may apply for; the others come with a programme."""


class PriceSource(StrEnum):
    """`AGREED` by the consortium, `SEEN` in a public source, or `OURS`: an example, to be replaced by an agreed one."""

    AGREED = "agreed"
    SEEN = "seen"
    OURS = "ours"
