"""The words and tones of what a referral goes through."""

from portal.coordinators.referrals.states import CancelledBy, DeclineReason, ReferralState, ReferralVerb
from portal.core.messages import N_
from portal.web.labels import register_labels

S, V, D = ReferralState, ReferralVerb, DeclineReason


def register() -> None:
    _register_states()
    _register_steps()
    _register_reasons()


def _register_states() -> None:
    register_labels(
        S,
        {
            S.REQUESTED: (N_("답을 기다림"), "info"),
            S.ACCEPTED: (N_("수락함"), "progress"),
            S.DECLINED: (N_("거절됨"), "warning"),
            S.BOOKED: (N_("예약됨"), "success"),
            S.DONE: (N_("방문 마침"), "success"),
            S.NOBODY_HOME: (N_("아무도 없었음"), "danger"),
            S.PROVIDER_ABSENT: (N_("협동조합이 가지 못함"), "danger"),
            S.CANCELLED: (N_("취소됨"), "warning"),
            S.ON_HOLD: (N_("잠시 멈춤"), "neutral"),
            S.WITHDRAWN: (N_("연계를 거둠"), "neutral"),
            S.CLOSED: (N_("마무리함"), "neutral"),
        },
    )


def _register_steps() -> None:
    register_labels(
        V,
        {
            V.ACCEPT: N_("협동조합이 수락했습니다"),
            V.UNDO_ACCEPT: N_("수락을 되돌렸습니다"),
            V.DECLINE: N_("협동조합이 거절했습니다"),
            V.BOOK: N_("방문을 예약했습니다"),
            V.RECORD_DONE: N_("방문을 마치고 기록했습니다"),
            V.RECORD_NOBODY_HOME: N_("찾아갔으나 아무도 없었습니다"),
            V.RECORD_PROVIDER_ABSENT: N_("협동조합이 가지 못했습니다"),
            V.CANCEL: N_("방문을 취소했습니다"),
            V.MOVE: N_("방문 시간을 옮겼습니다"),
            V.HOLD: N_("잠시 멈추었습니다"),
            V.RESUME: N_("다시 연계했습니다"),
            V.WITHDRAW: N_("연계를 거두었습니다"),
            V.CLOSE: N_("마무리했습니다"),
        },
    )


def _register_reasons() -> None:
    register_labels(
        D,
        {
            D.NO_CAPACITY: N_("자리가 없습니다"),
            D.OUTSIDE_AREA: N_("가지 않는 지역입니다"),
            D.NOT_OUR_SERVICE: N_("저희 일이 아닙니다"),
            D.NEEDS_TWO_WORKERS: N_("두 사람이 필요합니다"),
            D.SAFETY: N_("안전이 걱정됩니다"),
            D.OTHER: N_("다른 까닭이 있습니다"),
        },
    )
    register_labels(
        CancelledBy,
        {
            CancelledBy.RESIDENT: N_("이용자"),
            CancelledBy.COOPERATIVE: N_("협동조합"),
            CancelledBy.COORDINATOR: N_("코디네이터"),
        },
    )
