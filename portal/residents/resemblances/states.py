"""The course of two files that look alike."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class ResemblanceState(Worded):
    WAITING = "waiting", N_("확인 전"), "warning"
    JOINED = "joined", N_("한 분으로 합침"), "success"
    APART = "apart", N_("다른 분"), "info"


class ResemblanceVerb(Worded):
    FIND = "find", N_("비슷한 두 파일을 찾았습니다")
    JOIN = "join", N_("한 분으로 합쳤습니다")
    KEEP_APART = "keep_apart", N_("다른 분으로 두었습니다")
    LOOK_AGAIN = "look_again", N_("다시 확인하기로 했습니다")
    UNDO = "undo", N_("합친 것을 되돌렸습니다")


RESEMBLANCE_STATES = StateTable(
    "resemblance",
    {
        (None, ResemblanceVerb.FIND): ResemblanceState.WAITING,
        (ResemblanceState.WAITING, ResemblanceVerb.JOIN): ResemblanceState.JOINED,
        (ResemblanceState.WAITING, ResemblanceVerb.KEEP_APART): ResemblanceState.APART,
        (ResemblanceState.APART, ResemblanceVerb.LOOK_AGAIN): ResemblanceState.WAITING,
        (ResemblanceState.JOINED, ResemblanceVerb.UNDO): ResemblanceState.APART,
    },
)
