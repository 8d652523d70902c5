"""What came of telephoning somebody."""

from portal.core.messages import N_
from portal.core.worded import Worded


class CallResult(Worded):
    """Only who spoke says how they are: whatever else came of a call never counts as well (domain.md §8)."""

    SPOKE = "spoke", N_("통화함"), "success"
    NO_ANSWER = "no_answer", N_("안 받음"), "warning"
    WRONG_NUMBER = "wrong_number", N_("틀린 번호"), "danger"
    CALL_BACK = "call_back", N_("다시 걸기로 함"), "info"
    REFUSED = "refused", N_("통화를 거절함"), "warning"
    NEEDS_VISIT = "needs_visit", N_("방문 필요"), "progress"
    NEEDS_REFERRAL = "needs_referral", N_("연계 필요"), "progress"
    EMERGENCY = "emergency", N_("위급"), "danger"
