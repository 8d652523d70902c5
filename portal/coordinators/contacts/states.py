"""How a contact was made and what came of it."""

from portal.core.messages import N_
from portal.core.worded import UNANSWERED, Worded


class ContactMeans(Worded):
    CALL = "call", N_("전화")
    VISIT = "visit", N_("방문")
    MESSAGE = "message", N_("문자")
    NOTE = "note", N_("메모")


class ContactOutcome(Worded):
    """Silence never counts as well (domain.md §8); of a note nothing is asked."""

    WELL = "well", N_("잘 지내심"), "success"
    NEEDS_CHANGE = "needs_change", N_("바꿀 것이 있음"), "info"
    WORRYING = "worrying", N_("걱정됨"), "danger"
    NO_ANSWER = "no_answer", N_("연락 안 됨"), "warning"
    UNANSWERED = UNANSWERED, N_("-")
