"""The course of a referral, from the request to its end."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class ReferralState(Worded):
    REQUESTED = "requested", N_("답을 기다림"), "info"
    ACCEPTED = "accepted", N_("수락함"), "progress"
    DECLINED = "declined", N_("거절됨"), "warning"
    BOOKED = "booked", N_("예약됨"), "success"
    DONE = "done", N_("방문 마침"), "success"
    NOBODY_HOME = "nobody_home", N_("아무도 없었음"), "danger"
    PROVIDER_ABSENT = "provider_absent", N_("협동조합이 가지 못함"), "danger"
    CANCELLED = "cancelled", N_("취소됨"), "warning"
    ON_HOLD = "on_hold", N_("잠시 멈춤")
    WITHDRAWN = "withdrawn", N_("연계를 거둠")
    CLOSED = "closed", N_("마무리함")


class ReferralVerb(Worded):
    REQUEST = "request", N_("연계했습니다")
    ACCEPT = "accept", N_("협동조합이 수락했습니다")
    UNDO_ACCEPT = "undo_accept", N_("수락을 되돌렸습니다")
    DECLINE = "decline", N_("협동조합이 거절했습니다")
    UNDO_DECLINE = "undo_decline", N_("거절을 되돌렸습니다")
    BOOK = "book", N_("방문을 예약했습니다")
    RECORD_DONE = "record_done", N_("방문을 마치고 기록했습니다")
    RECORD_NOBODY_HOME = "record_nobody_home", N_("찾아갔으나 아무도 없었습니다")
    RECORD_PROVIDER_ABSENT = "record_provider_absent", N_("협동조합이 가지 못했습니다")
    CANCEL = "cancel", N_("방문을 취소했습니다")
    MOVE = "move", N_("방문 시간을 옮겼습니다")
    HOLD = "hold", N_("잠시 멈추었습니다")
    RESUME = "resume", N_("다시 연계했습니다")
    WITHDRAW = "withdraw", N_("연계를 거두었습니다")
    CLOSE = "close", N_("마무리했습니다")


S, V = ReferralState, ReferralVerb

REFERRAL_STATES = StateTable(
    "referral",
    {
        (None, V.REQUEST): S.REQUESTED,
        (S.REQUESTED, V.ACCEPT): S.ACCEPTED,
        (S.REQUESTED, V.DECLINE): S.DECLINED,
        (S.REQUESTED, V.HOLD): S.ON_HOLD,
        (S.REQUESTED, V.WITHDRAW): S.WITHDRAWN,
        (S.ACCEPTED, V.UNDO_ACCEPT): S.REQUESTED,
        (S.ACCEPTED, V.BOOK): S.BOOKED,
        (S.ACCEPTED, V.DECLINE): S.DECLINED,
        (S.ACCEPTED, V.HOLD): S.ON_HOLD,
        (S.ACCEPTED, V.WITHDRAW): S.WITHDRAWN,
        (S.BOOKED, V.MOVE): S.BOOKED,
        (S.BOOKED, V.CANCEL): S.CANCELLED,
        (S.BOOKED, V.RECORD_DONE): S.DONE,
        (S.BOOKED, V.RECORD_NOBODY_HOME): S.NOBODY_HOME,
        (S.BOOKED, V.RECORD_PROVIDER_ABSENT): S.PROVIDER_ABSENT,
        (S.ON_HOLD, V.RESUME): S.REQUESTED,
        (S.ON_HOLD, V.WITHDRAW): S.WITHDRAWN,
        (S.DECLINED, V.UNDO_DECLINE): S.REQUESTED,
        (S.DECLINED, V.CLOSE): S.CLOSED,
        (S.DONE, V.CLOSE): S.CLOSED,
        (S.NOBODY_HOME, V.CLOSE): S.CLOSED,
        (S.PROVIDER_ABSENT, V.CLOSE): S.CLOSED,
        (S.CANCELLED, V.CLOSE): S.CLOSED,
    },
)

OPEN_STATES = frozenset({S.REQUESTED, S.ACCEPTED, S.BOOKED, S.ON_HOLD})
HOLDING_STATES = frozenset({S.REQUESTED, S.ACCEPTED})
"""States in which one place of the slot is held."""
TAKING_STATES = frozenset({S.REQUESTED, S.ACCEPTED, S.BOOKED})
"""States in which the referral holds a place or has one booked."""
DISCLOSED_STATES = frozenset({S.ACCEPTED, S.BOOKED})
"""States in which the co-operative sees whom it visits."""
RECORDED_STATES = frozenset({S.DONE, S.NOBODY_HOME, S.PROVIDER_ABSENT})
"""States that the record of a visit leads to."""
ENDED_STATES = frozenset({S.DECLINED, S.DONE, S.NOBODY_HOME, S.PROVIDER_ABSENT, S.CANCELLED, S.WITHDRAWN, S.CLOSED})


class DeclineReason(Worded):
    """`NO_CAPACITY` offers the next free slot at once."""

    NO_CAPACITY = "no_capacity", N_("자리가 없습니다")
    OUTSIDE_AREA = "outside_area", N_("가지 않는 지역입니다")
    NOT_OUR_SERVICE = "not_our_service", N_("저희 일이 아닙니다")
    NEEDS_TWO_WORKERS = "needs_two_workers", N_("두 사람이 필요합니다")
    SAFETY = "safety", N_("안전이 걱정됩니다")
    OTHER = "other", N_("다른 까닭이 있습니다")


class CancelledBy(Worded):
    RESIDENT = "resident", N_("이용자")
    COOPERATIVE = "cooperative", N_("협동조합")
    COORDINATOR = "coordinator", N_("코디네이터")
