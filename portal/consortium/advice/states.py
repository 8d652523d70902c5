"""Who experts are, and how a piece of advice is answered."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class Speciality(Worded):
    HEALTH = "health", N_("보건·의료")
    WELFARE = "welfare", N_("사회복지")
    HOUSING = "housing", N_("주거")
    ECONOMY = "economy", N_("사회적경제")
    LAW = "law", N_("법률·개인정보")
    LABOUR = "labour", N_("노무·회계")
    RESEARCH = "research", N_("연구·평가")
    OTHER = "other", N_("그 밖의 분야")


class FeeRule(Worded):
    NONE = "none", N_("받지 않음")
    PER_MEETING = "per_meeting", N_("회의 한 번마다")
    PER_HOUR = "per_hour", N_("한 시간마다")


class AdviceState(Worded):
    GIVEN = "given", N_("답을 기다림"), "progress"
    ADOPTED = "adopted", N_("반영하기로 함"), "info"
    PARTLY = "partly", N_("일부 반영하기로 함"), "info"
    DECLINED = "declined", N_("반영하지 않음")
    APPLIED = "applied", N_("반영함"), "success"
    PARTLY_APPLIED = "partly_applied", N_("일부 반영함"), "success"


OPEN = frozenset({AdviceState.GIVEN, AdviceState.ADOPTED, AdviceState.PARTLY})
"""Something is still to be answered or done; it comes to the next advisory meeting."""


TO_APPLY = frozenset({AdviceState.ADOPTED, AdviceState.PARTLY})
"""Somebody is to work it in by a day."""


class AdviceVerb(Worded):
    GIVE = "give", N_("자문을 적었습니다")
    ADOPT = "adopt", N_("반영하기로 했습니다")
    ADOPT_PARTLY = "adopt_partly", N_("일부 반영하기로 했습니다")
    DECLINE = "decline", N_("반영하지 않기로 했습니다")
    APPLY = "apply", N_("반영했습니다")
    REOPEN = "reopen", N_("반영하는 중으로 돌렸습니다")


_ANSWERED = {
    AdviceVerb.ADOPT: AdviceState.ADOPTED,
    AdviceVerb.ADOPT_PARTLY: AdviceState.PARTLY,
    AdviceVerb.DECLINE: AdviceState.DECLINED,
}
ANSWERS = {state: verb for verb, state in _ANSWERED.items()}

ADVICE_STATES = StateTable(
    "advice",
    {
        (None, AdviceVerb.GIVE): AdviceState.GIVEN,
        **{
            (before, verb): after
            for before in (AdviceState.GIVEN, AdviceState.ADOPTED, AdviceState.PARTLY, AdviceState.DECLINED)
            for verb, after in _ANSWERED.items()
        },
        (AdviceState.ADOPTED, AdviceVerb.APPLY): AdviceState.APPLIED,
        (AdviceState.PARTLY, AdviceVerb.APPLY): AdviceState.PARTLY_APPLIED,
        (AdviceState.APPLIED, AdviceVerb.REOPEN): AdviceState.ADOPTED,
        (AdviceState.PARTLY_APPLIED, AdviceVerb.REOPEN): AdviceState.PARTLY,
    },
)
"""An answer may be given anew, with another reason, until what it says is done."""


class AdviceView(Worded):
    """Which pieces a list shows."""

    OPEN = "open", N_("끝나지 않은 것")
    LATE = "late", N_("기한이 지난 것")
    UNANSWERED_YET = "given", N_("답을 기다리는 것")
    APPLIED = "applied", N_("반영한 것")
    DECLINED = "declined", N_("반영하지 않은 것")
    ALL = "all", N_("모두")
