"""What becomes of a reported worry."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class WorryState(Worded):
    REPORTED = "reported", N_("새로 알려 옴"), "warning"
    SEEN = "seen", N_("안부 확인함, 결과 적을 것"), "warning"
    LOOKED_INTO = "looked_into", N_("살펴보는 중"), "progress"
    LED_TO_APPLICATION = "led_to_application", N_("신청으로 이어짐"), "success"
    NO_NEED = "no_need", N_("마침")
    SET_ASIDE = "set_aside", N_("살펴보지 않고 마침")


class WorryVerb(Worded):
    REPORT = "report", N_("알려 왔습니다")
    ASK_BACK = "ask_back", N_("알려 주신 분과 통화했습니다")
    TRY_REPORTER = "try_reporter", N_("알려 주신 분께 전화했으나 여쭙지 못했습니다")
    STOP_ASKING = "stop_asking", N_("알려 주신 분께 더 전화하지 않습니다")
    BEGIN_LOOKING = "begin_looking", N_("안부 살피기를 시작했습니다")
    SEE = "see", N_("안부 경보가 끝나 어떻게 지내시는지 압니다")
    LOOK_INTO = "look_into", N_("찾아가거나 그분과 통화해 보았습니다")
    LEAD_TO_APPLICATION = "lead_to_application", N_("신청을 받았습니다")
    END = "end", N_("살펴보았고 더 할 일이 없습니다")
    SET_ASIDE = "set_aside", N_("살펴볼 일이 아니어서 마쳤습니다")
    REOPEN = "reopen", N_("마친 소식을 다시 살펴보기로 했습니다")


WORRY_STATES = StateTable(
    "worry",
    {
        (None, WorryVerb.REPORT): WorryState.REPORTED,
        (WorryState.REPORTED, WorryVerb.LOOK_INTO): WorryState.LOOKED_INTO,
        (WorryState.REPORTED, WorryVerb.ASK_BACK): WorryState.REPORTED,
        (WorryState.REPORTED, WorryVerb.TRY_REPORTER): WorryState.REPORTED,
        (WorryState.REPORTED, WorryVerb.STOP_ASKING): WorryState.REPORTED,
        (WorryState.REPORTED, WorryVerb.BEGIN_LOOKING): WorryState.REPORTED,
        (WorryState.REPORTED, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.REPORTED, WorryVerb.END): WorryState.NO_NEED,
        (WorryState.REPORTED, WorryVerb.SET_ASIDE): WorryState.SET_ASIDE,
        (WorryState.REPORTED, WorryVerb.SEE): WorryState.SEEN,
        (WorryState.SEEN, WorryVerb.BEGIN_LOOKING): WorryState.REPORTED,
        (WorryState.SEEN, WorryVerb.LOOK_INTO): WorryState.LOOKED_INTO,
        (WorryState.SEEN, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.SEEN, WorryVerb.END): WorryState.NO_NEED,
        (WorryState.LOOKED_INTO, WorryVerb.BEGIN_LOOKING): WorryState.REPORTED,
        (WorryState.LOOKED_INTO, WorryVerb.LOOK_INTO): WorryState.LOOKED_INTO,
        (WorryState.LOOKED_INTO, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.LOOKED_INTO, WorryVerb.END): WorryState.NO_NEED,
        (WorryState.LED_TO_APPLICATION, WorryVerb.LEAD_TO_APPLICATION): WorryState.LED_TO_APPLICATION,
        (WorryState.LED_TO_APPLICATION, WorryVerb.REOPEN): WorryState.REPORTED,
        (WorryState.NO_NEED, WorryVerb.REOPEN): WorryState.REPORTED,
        (WorryState.SET_ASIDE, WorryVerb.REOPEN): WorryState.REPORTED,
    },
)


BY_CALL = frozenset({WorryVerb.TRY_REPORTER, WorryVerb.STOP_ASKING})
"""Written by what came of a call with whoever told of it, and chosen by nobody."""

AFTER_THE_ALERT = frozenset({WorryVerb.LOOK_INTO, WorryVerb.LEAD_TO_APPLICATION, WorryVerb.END, WorryVerb.SET_ASIDE})
"""Not chosen while an alert goes on by which the person is looked for: what came of it is written once it ended."""

ENDS = frozenset({WorryVerb.END, WorryVerb.SET_ASIDE})
"""Not chosen while somebody has still to do something about it."""

UNWRITTEN = (WorryState.REPORTED, WorryState.SEEN)
"""Nobody has written yet what came of it, though of the second somebody knows how the person is."""


class WorryAnswer(Worded):
    """What whoever told of a worry is answered: whether somebody looked into it, never what they found."""

    WAITING = "waiting", N_("살펴보기 전"), "warning"
    CHECKED = "checked", N_("확인했습니다"), "success"
    READ = "read", N_("읽고 마쳤습니다")


def answer_to(state: WorryState) -> WorryAnswer:
    if state is WorryState.SET_ASIDE:
        return WorryAnswer.READ
    return WorryAnswer.WAITING if state is WorryState.REPORTED else WorryAnswer.CHECKED


class AskBack(Worded):
    """Whether whoever told of a worry may be telephoned about it; without a yes nobody calls them."""

    YES = "yes", N_("예, 전화하셔도 됩니다")
    NO = "no", N_("아니요, 전화하지 마십시오")


class WorryTaskKind(Worded):
    """What somebody is asked to do about a worry."""

    VISIT = "visit", N_("찾아가 보기")
    TASK = "task", N_("그 밖의 할 일")


class WorryMet(Worded):
    """Whether a visit was a look: somebody was met, or answered."""

    YES = "yes", N_("만났거나 그분과 통화했습니다")
    NO = "no", N_("만나지 못했습니다")


class WorryTaskState(Worded):
    OPEN = "open", N_("할 일"), "warning"
    DONE = "done", N_("마침"), "success"
    NOT_MET = "not_met", N_("만나지 못함"), "warning"
    CALLED_OFF = "called_off", N_("그만둠")


class WorryTaskVerb(Worded):
    SET = "set", N_("맡겼습니다")
    FINISH = "finish", N_("마쳤습니다")
    MISS = "miss", N_("찾아갔으나 만나지 못했습니다")
    CALL_OFF = "call_off", N_("그만두었습니다")


WORRY_TASK_STATES = StateTable(
    "worry_task",
    {
        (None, WorryTaskVerb.SET): WorryTaskState.OPEN,
        (WorryTaskState.OPEN, WorryTaskVerb.FINISH): WorryTaskState.DONE,
        (WorryTaskState.OPEN, WorryTaskVerb.MISS): WorryTaskState.NOT_MET,
        (WorryTaskState.OPEN, WorryTaskVerb.CALL_OFF): WorryTaskState.CALLED_OFF,
    },
)
