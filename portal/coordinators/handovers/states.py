"""The course of a hand-over: two sides say their part, whichever is first."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class HandoverState(Worded):
    """The new coordinator is in charge from the first moment on, whatever was said."""

    OPEN = "open", N_("두 분의 확인 전"), "warning"
    GIVEN = "given", N_("넘겨받는 분의 확인 전"), "warning"
    TAKEN = "taken", N_("넘기는 분의 글 전"), "warning"
    DONE = "done", N_("인수인계 마침"), "success"


class HandoverVerb(Worded):
    BEGIN = "begin", N_("담당을 넘기기 시작했습니다")
    GIVE = "give", N_("알아야 할 것을 적었습니다")
    TAKE = "take", N_("인수했습니다")


UNGIVEN = frozenset({HandoverState.OPEN, HandoverState.TAKEN})
UNTAKEN = frozenset({HandoverState.OPEN, HandoverState.GIVEN})

HANDOVER_STATES = StateTable(
    "handover",
    {
        (None, HandoverVerb.BEGIN): HandoverState.OPEN,
        (HandoverState.OPEN, HandoverVerb.GIVE): HandoverState.GIVEN,
        (HandoverState.OPEN, HandoverVerb.TAKE): HandoverState.TAKEN,
        (HandoverState.GIVEN, HandoverVerb.TAKE): HandoverState.DONE,
        (HandoverState.TAKEN, HandoverVerb.GIVE): HandoverState.DONE,
    },
)
