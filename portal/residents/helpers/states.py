"""The course of somebody's help, and what they may do."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class HelpingState(Worded):
    AGREED = "agreed", N_("도와주고 있음"), "success"
    ENDED = "ended", N_("끝남")


class HelpingVerb(Worded):
    AGREE = "agree", N_("본인의 동의를 확인하고 열었습니다")
    END = "end", N_("끝냈습니다")


HELPING_STATES = StateTable(
    "helping",
    {
        (None, HelpingVerb.AGREE): HelpingState.AGREED,
        (HelpingState.AGREED, HelpingVerb.END): HelpingState.ENDED,
    },
)


class HelperMay(Worded):
    """What the person agreed to; consents, facts and the plan stay the person's own."""

    SEE = "see", N_("방문과 지원 내용을 봅니다")
    ACT = "act", N_("보고, 방문을 확인하고 바꾸고 취소하며 어땠는지 말합니다")
