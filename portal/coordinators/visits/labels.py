"""The words and tones of what becomes of a visit."""

from portal.coordinators.visits.states import Attempt, ConfirmedBy, Rating, VisitState
from portal.core.messages import N_
from portal.web.labels import register_labels


def register() -> None:
    register_labels(
        VisitState,
        {
            VisitState.BOOKED: (N_("예약됨"), "progress"),
            VisitState.DONE: (N_("다녀옴"), "success"),
            VisitState.NOBODY_HOME: (N_("아무도 없었음"), "danger"),
            VisitState.PROVIDER_ABSENT: (N_("협동조합이 가지 못함"), "danger"),
            VisitState.CANCELLED_IN_TIME: (N_("미리 취소"), "neutral"),
            VisitState.CANCELLED_LATE: (N_("늦게 취소"), "warning"),
            VisitState.MOVED: (N_("다른 시간으로 옮김"), "neutral"),
        },
    )
    register_labels(
        ConfirmedBy,
        {
            ConfirmedBy.IN_PERSON: N_("그 자리에서 확인하셨습니다"),
            ConfirmedBy.PHONE: N_("전화로 확인하셨습니다"),
            ConfirmedBy.ONLINE: N_("나중에 화면에서 확인하셨습니다"),
            ConfirmedBy.NOT_POSSIBLE: N_("확인받지 못했습니다"),
        },
    )
    register_labels(
        Attempt,
        {
            Attempt.RANG: N_("초인종을 눌렀습니다"),
            Attempt.CALLED: N_("전화를 걸었습니다"),
            Attempt.WAITED: N_("10분 넘게 기다렸습니다"),
            Attempt.ASKED_NEIGHBOUR: N_("이웃이나 관리실에 물었습니다"),
            Attempt.ASKED_COORDINATOR: N_("코디네이터에게 전화했습니다"),
        },
    )
    register_labels(
        Rating,
        {
            Rating.GOOD: (N_("좋았어요"), "success"),
            Rating.FAIR: (N_("보통이에요"), "neutral"),
            Rating.POOR: (N_("아쉬웠어요"), "warning"),
        },
    )
