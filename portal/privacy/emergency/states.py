"""How the office judges that a household was opened in an emergency."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class EmergencyState(Worded):
    WAITING = "waiting", N_("확인을 기다림"), "warning"
    FINE = "fine", N_("정당함"), "success"
    UNFOUNDED = "unfounded", N_("정당하지 않음"), "danger"


class EmergencyVerb(Worded):
    OPEN = "open", N_("사유를 적고 열었습니다")
    FIND_FINE = "find_fine", N_("정당하다고 확인했습니다")
    FIND_UNFOUNDED = "find_unfounded", N_("정당하지 않다고 확인했습니다")


EMERGENCY_STATES = StateTable(
    "emergency_access",
    {
        (None, EmergencyVerb.OPEN): EmergencyState.WAITING,
        (EmergencyState.WAITING, EmergencyVerb.FIND_FINE): EmergencyState.FINE,
        (EmergencyState.WAITING, EmergencyVerb.FIND_UNFOUNDED): EmergencyState.UNFOUNDED,
    },
)
