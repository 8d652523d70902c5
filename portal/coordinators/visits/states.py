"""What becomes of a visit; visits that did not happen are different things (domain.md §2)."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class VisitState(Worded):
    BOOKED = "booked", N_("예약됨"), "progress"
    DONE = "done", N_("다녀옴"), "success"
    NOBODY_HOME = "nobody_home", N_("아무도 없었음"), "danger"
    PROVIDER_ABSENT = "provider_absent", N_("협동조합이 가지 못함"), "danger"
    CANCELLED_IN_TIME = "cancelled_in_time", N_("미리 취소")
    CANCELLED_LATE = "cancelled_late", N_("늦게 취소"), "warning"
    MOVED = "moved", N_("다른 시간으로 옮김")


class VisitVerb(Worded):
    """`MOVE` leaves the row of the old time behind; when the visit goes back to that time, the row is booked anew."""

    BOOK = "book", N_("방문을 예약했습니다")
    MOVE = "move", N_("방문 시간을 옮겼습니다")
    RECORD_DONE = "record_done", N_("방문을 마치고 기록했습니다")
    RECORD_NOBODY_HOME = "record_nobody_home", N_("찾아갔으나 아무도 없었습니다")
    RECORD_PROVIDER_ABSENT = "record_provider_absent", N_("협동조합이 가지 못했습니다")
    CANCEL = "cancel", N_("방문을 취소했습니다")
    CORRECT = "correct", N_("적은 퇴소를 고쳤습니다")


CANCELLED = frozenset({VisitState.CANCELLED_IN_TIME, VisitState.CANCELLED_LATE})

VISIT_STATES = StateTable(
    "visit",
    {
        (None, VisitVerb.BOOK): VisitState.BOOKED,
        (VisitState.MOVED, VisitVerb.BOOK): VisitState.BOOKED,
        (VisitState.BOOKED, VisitVerb.MOVE): VisitState.MOVED,
        (VisitState.BOOKED, VisitVerb.RECORD_DONE): VisitState.DONE,
        (VisitState.BOOKED, VisitVerb.RECORD_NOBODY_HOME): VisitState.NOBODY_HOME,
        (VisitState.BOOKED, VisitVerb.RECORD_PROVIDER_ABSENT): VisitState.PROVIDER_ABSENT,
        (VisitState.BOOKED, VisitVerb.CANCEL): CANCELLED,
        (VisitState.DONE, VisitVerb.CORRECT): VisitState.DONE,
    },
)


class ConfirmedBy(Worded):
    """How the resident confirmed that the visit took place."""

    IN_PERSON = "in_person", N_("그 자리에서 확인하셨습니다")
    ONLINE = "online", N_("나중에 화면에서 확인하셨습니다")
    PHONE = "phone", N_("전화로 확인하셨습니다")
    NOT_POSSIBLE = "not_possible", N_("확인받지 못했습니다")


AT_THE_DOOR = (ConfirmedBy.IN_PERSON, ConfirmedBy.PHONE, ConfirmedBy.NOT_POSSIBLE)
"""What whoever records can say."""


class Rating(Worded):
    GOOD = "good", N_("좋았어요"), "success"
    FAIR = "fair", N_("보통이에요")
    POOR = "poor", N_("아쉬웠어요"), "warning"


class Attempt(Worded):
    """What a worker tried before leaving a house where nobody answered."""

    RANG = "rang", N_("초인종을 눌렀습니다")
    CALLED = "called", N_("전화를 걸었습니다")
    WAITED = "waited", N_("10분 넘게 기다렸습니다")
    ASKED_NEIGHBOUR = "asked_neighbour", N_("이웃이나 관리실에 물었습니다")
    ASKED_COORDINATOR = "asked_coordinator", N_("코디네이터에게 전화했습니다")
