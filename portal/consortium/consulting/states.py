"""About what a member asks, and how a consulting record is led on."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class ConsultingField(Worded):
    MANAGEMENT = "management", N_("조직 운영")
    LABOUR = "labour", N_("노무·인사")
    ACCOUNTING = "accounting", N_("회계·정산")
    SERVICE = "service", N_("서비스 품질")
    SAFETY = "safety", N_("안전·보험")
    PRIVACY = "privacy", N_("개인정보")
    PUBLICITY = "publicity", N_("홍보·판로")
    OTHER = "other", N_("그 밖의 일")


class ConsultingState(Worded):
    ASKED = "asked", N_("조언을 기다림"), "progress"
    ADVISED = "advised", N_("조언함"), "info"
    DONE = "done", N_("조치함"), "success"


class ConsultingVerb(Worded):
    ASK = "ask", N_("물었습니다")
    ADVISE = "advise", N_("조언했습니다")
    DO = "do", N_("조치했습니다")
    REOPEN = "reopen", N_("조치하는 중으로 돌렸습니다")


_S, _V = ConsultingState, ConsultingVerb
CONSULTING_STATES = StateTable(
    "consulting",
    {
        (None, _V.ASK): _S.ASKED,
        (_S.ASKED, _V.ADVISE): _S.ADVISED,
        (_S.ADVISED, _V.ADVISE): _S.ADVISED,
        (_S.ADVISED, _V.DO): _S.DONE,
        (_S.DONE, _V.REOPEN): _S.ADVISED,
    },
)
"""Advice may be given anew until what it says is done."""


class ConsultingView(Worded):
    """Which records a list shows."""

    OPEN = "open", N_("끝나지 않은 것")
    DONE = "done", N_("조치한 것")
    ALL = "all", N_("모두")
