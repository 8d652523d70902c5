"""How a suggestion for a section of a manual is answered."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class SuggestionState(Worded):
    WAITING = "waiting", N_("답을 기다림"), "progress"
    DRAFTED = "drafted", N_("새 판에 담음"), "success"
    PROPOSED = "proposed", N_("회의 안건에 올림"), "info"
    DECLINED = "declined", N_("받지 않음")


class SuggestionVerb(Worded):
    SUGGEST = "suggest", N_("제안했습니다")
    DRAFT = "draft", N_("새 판에 담았습니다")
    PROPOSE = "propose", N_("회의 안건에 올렸습니다")
    DECLINE = "decline", N_("받지 않기로 했습니다")


ANSWERS = {
    SuggestionState.DRAFTED: SuggestionVerb.DRAFT,
    SuggestionState.PROPOSED: SuggestionVerb.PROPOSE,
    SuggestionState.DECLINED: SuggestionVerb.DECLINE,
}

SUGGESTION_STATES = StateTable(
    "manual_suggestion",
    {
        (None, SuggestionVerb.SUGGEST): SuggestionState.WAITING,
        **{(SuggestionState.WAITING, verb): state for state, verb in ANSWERS.items()},
    },
)


class SuggestionView(Worded):
    """Which suggestions a list shows."""

    WAITING = "waiting", N_("답을 기다리는 것")
    ALL = "all", N_("모두")
