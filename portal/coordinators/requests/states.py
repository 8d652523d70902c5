"""What somebody in care may ask for, and what becomes of it."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class RequestKind(Worded):
    """What is asked for. Another coordinator is between the resident and the office."""

    MORE_HELP = "more_help", N_("다른 도움 부탁")
    MESSAGE = "message", N_("코디네이터에게 쓴 글")
    OTHER_COORDINATOR = "other_coordinator", N_("코디네이터 바꾸기")
    APPLIED_AGAIN = "applied_again", N_("다시 신청하심")


class RequestState(Worded):
    RECEIVED = "received", N_("아직 읽지 않음"), "warning"
    IN_WORK = "in_work", N_("알아보는 중"), "progress"
    ANSWERED = "answered", N_("답함"), "success"
    WITHDRAWN = "withdrawn", N_("부탁 거둠")
    ENDED = "ended", N_("돌봄과 함께 마침")


class RequestVerb(Worded):
    ASK = "ask", N_("부탁하셨습니다")
    TAKE_UP = "take_up", N_("읽고 알아보기 시작했습니다")
    ANSWER = "answer", N_("답했습니다")
    WITHDRAW = "withdraw", N_("부탁을 거두셨습니다")
    END = "end", N_("돌봄이 끝나 닫았습니다")


_OPEN = (RequestState.RECEIVED, RequestState.IN_WORK)

REQUEST_STATES = StateTable(
    "care_request",
    {
        (None, RequestVerb.ASK): RequestState.RECEIVED,
        (RequestState.RECEIVED, RequestVerb.TAKE_UP): RequestState.IN_WORK,
        **{(state, RequestVerb.ANSWER): RequestState.ANSWERED for state in _OPEN},
        **{(state, RequestVerb.WITHDRAW): RequestState.WITHDRAWN for state in _OPEN},
        **{(state, RequestVerb.END): RequestState.ENDED for state in _OPEN},
    },
)
