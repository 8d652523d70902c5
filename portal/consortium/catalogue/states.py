"""Groups of services and where a price comes from."""

from portal.core.messages import N_
from portal.core.worded import Worded


class ServiceGroup(Worded):
    """The consortium's own three, then the basic and the linked services of Care SOS (돌봄SOS)."""

    DAILY = "daily", N_("일상")
    SAFETY = "safety", N_("안전")
    HEALTH = "health", N_("건강")
    CARE_SOS_BASIC = "care_sos_basic", N_("돌봄SOS 기본")
    CARE_SOS_LINKED = "care_sos_linked", N_("돌봄SOS 연계")


OWN_GROUPS = (ServiceGroup.DAILY, ServiceGroup.SAFETY, ServiceGroup.HEALTH)
"""What anybody may apply for; the others come with a programme."""


class PriceSource(Worded):
    """`AGREED` by the consortium, `SEEN` in a public source, or `OURS`: an example, to be replaced by an agreed one."""

    AGREED = "agreed", N_("컨소시엄이 정한 단가"), "success"
    SEEN = "seen", N_("공개된 단가"), "info"
    OURS = "ours", N_("예시 단가"), "warning"
