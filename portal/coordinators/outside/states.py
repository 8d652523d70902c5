"""What becomes of what was passed on to another body; whether and how it helps, that body decides."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import UNANSWERED, Worded


class OutsideState(Worded):
    ASKED = "asked", N_("답을 기다림"), "progress"
    TAKEN = "taken", N_("맡기로 함"), "info"
    DECLINED = "declined", N_("맡지 못함"), "warning"
    DONE = "done", N_("마침"), "success"
    SILENT = "silent", N_("답이 없음"), "warning"
    WITHDRAWN = "withdrawn", N_("거둠")


class OutsideVerb(Worded):
    PASS_ON = "pass_on", N_("다른 기관에 부탁했습니다")
    ASK_AGAIN = "ask_again", N_("그 기관에 다시 물어보았습니다")
    LOOK_AGAIN = "look_again", N_("다시 알아보기로 했습니다")
    TAKE = "take", N_("그 기관이 맡기로 했습니다")
    DECLINE = "decline", N_("그 기관이 맡지 못한다고 했습니다")
    FINISH = "finish", N_("어떻게 되었는지 적었습니다")
    GIVE_UP = "give_up", N_("답이 없어 더 묻지 않기로 했습니다")
    WITHDRAW = "withdraw", N_("부탁을 거두었습니다")
    RECALL = "recall", N_("그 기관이 들은 것을 더 쓰지 않게 하기로 했습니다")
    TELL = "tell", N_("그 기관에 그만 쓰도록 말했습니다")


KEPT_BY_BODY = (OutsideState.DECLINED, OutsideState.DONE, OutsideState.SILENT)
"""Of these the body is asked for nothing more, and has what it was told."""

OUTSIDE_STATES = StateTable(
    "outside_link",
    {
        (None, OutsideVerb.PASS_ON): OutsideState.ASKED,
        (OutsideState.ASKED, OutsideVerb.ASK_AGAIN): OutsideState.ASKED,
        (OutsideState.TAKEN, OutsideVerb.LOOK_AGAIN): OutsideState.TAKEN,
        (OutsideState.ASKED, OutsideVerb.TAKE): OutsideState.TAKEN,
        (OutsideState.ASKED, OutsideVerb.DECLINE): OutsideState.DECLINED,
        (OutsideState.ASKED, OutsideVerb.GIVE_UP): OutsideState.SILENT,
        (OutsideState.ASKED, OutsideVerb.WITHDRAW): OutsideState.WITHDRAWN,
        (OutsideState.TAKEN, OutsideVerb.FINISH): OutsideState.DONE,
        (OutsideState.TAKEN, OutsideVerb.WITHDRAW): OutsideState.WITHDRAWN,
        **{(state, OutsideVerb.RECALL): state for state in KEPT_BY_BODY},
        **{(state, OutsideVerb.TELL): state for state in (*KEPT_BY_BODY, OutsideState.WITHDRAWN)},
    },
)
RUNNING = (OutsideState.ASKED, OutsideState.TAKEN)
ANSWERS = {OutsideState.TAKEN: OutsideVerb.TAKE, OutsideState.DECLINED: OutsideVerb.DECLINE}


class OutsideOutcome(Worded):
    """What came of it for the person."""

    HELPED = "helped", N_("도움을 받으심")
    PARTLY = "partly", N_("일부만 받으심")
    NOT_HELPED = "not_helped", N_("받지 못하심")
    ELSEWHERE = "elsewhere", N_("또 다른 곳으로 이어짐")
    UNANSWERED = UNANSWERED, N_("-")


UNHELPED = frozenset({OutsideOutcome.NOT_HELPED, OutsideOutcome.UNANSWERED})
"""Of what came to an end so, the service is still wanted."""


class WithdrawnFor(Worded):
    """Why the body is asked no more, or shall not use any more what it was told."""

    TAKEN_BACK = "taken_back", N_("이용자가 그 기관에 그만 알리기를 바람")
    NOT_NEEDED = "not_needed", N_("필요 없어짐")
    MISTAKE = "mistake", N_("잘못 적음")
    CONSENT = "consent", N_("개인정보 동의를 거두심")
    DIED = "died", N_("돌아가심")


BY_HAND = (WithdrawnFor.TAKEN_BACK, WithdrawnFor.NOT_NEEDED, WithdrawnFor.MISTAKE)
