"""What a call leaves to be done, and what becomes of that."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class CallTaskKind(Worded):
    UNREACHED = "unreached", N_("전화가 닿지 않는 분 찾아가기"), "warning"
    VISIT = "visit", N_("찾아가기"), "progress"
    REFER = "refer", N_("도움 연계하기"), "progress"
    NUMBER = "number", N_("틀린 전화번호 고치기"), "warning"
    REFUSAL = "refusal", N_("거절하신 까닭 여쭙기"), "info"


class CallTaskState(Worded):
    OPEN = "open", N_("할 일"), "warning"
    DONE = "done", N_("마침"), "success"
    DROPPED = "dropped", N_("필요 없어짐")


class CallTaskVerb(Worded):
    ASK = "ask", N_("전화에서 할 일이 생겼습니다")
    DO = "do", N_("마쳤습니다")
    DROP = "cancel", N_("필요 없어졌습니다")


CALL_TASK_STATES = StateTable(
    "call_task",
    {
        (None, CallTaskVerb.ASK): CallTaskState.OPEN,
        (CallTaskState.OPEN, CallTaskVerb.DO): CallTaskState.DONE,
        (CallTaskState.OPEN, CallTaskVerb.DROP): CallTaskState.DROPPED,
    },
)
