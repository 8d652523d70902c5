"""How a contact was made and what came of it."""

from portal.core.messages import N_
from portal.core.worded import UNANSWERED, Worded


class ContactMeans(Worded):
    CALL = "call", N_("전화")
    VISIT = "visit", N_("방문")
    MESSAGE = "message", N_("문자")
    VIDEO = "video", N_("영상 통화")
    OTHER = "other", N_("그 밖의 방법")
    NOTE = "note", N_("메모")


class BegunBy(Worded):
    """Who got in touch; of a note, and of contacts kept before it was asked, nobody knows."""

    US = "us", N_("우리가 먼저")
    RESIDENT = "resident", N_("이용자가 먼저")
    UNANSWERED = UNANSWERED, N_("-")


class ContactOutcome(Worded):
    """Silence never counts as well (domain.md §8); of a note nothing is asked."""

    WELL = "well", N_("잘 지내심"), "success"
    NEEDS_CHANGE = "needs_change", N_("바꿀 것이 있음"), "info"
    WORRYING = "worrying", N_("걱정됨"), "danger"
    NO_ANSWER = "no_answer", N_("연락 안 됨"), "warning"
    UNANSWERED = UNANSWERED, N_("-")


SPOKEN = (ContactOutcome.WELL, ContactOutcome.NEEDS_CHANGE, ContactOutcome.WORRYING)
"""What can be said only of whom somebody met or spoke to."""
