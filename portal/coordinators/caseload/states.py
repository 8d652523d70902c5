"""The course of a case and the reasons for its end."""

from portal.core.messages import N_
from portal.core.states import StateTable
from portal.core.worded import Worded


class CaseState(Worded):
    """The steps of the whole course, in order, then what may interrupt or end it."""

    PAIRED = "paired", N_("욕구 확인 전"), "info"
    ASSESSED = "assessed", N_("계획 세우는 중"), "info"
    PLANNED = "planned", N_("계획 합의"), "progress"
    IN_SERVICE = "in_service", N_("서비스 중"), "success"
    ON_HOLD = "on_hold", N_("멈춤"), "warning"
    CLOSED = "closed", N_("종결")


class CaseVerb(Worded):
    PAIR = "pair", N_("담당자를 정했습니다")
    HAND_OVER = "hand_over", N_("담당자를 바꾸었습니다")
    ASSESS = "assess", N_("욕구를 확인했습니다")
    AGREE = "agree", N_("계획에 합의했습니다")
    SERVE = "serve", N_("서비스를 시작했습니다")
    HOLD = "hold", N_("돌봄을 멈추었습니다")
    CHANGE_HOLD = "change_hold", N_("멈춤을 바꾸었습니다")
    RESUME = "resume", N_("돌봄을 다시 시작했습니다")
    CLOSE = "close", N_("돌봄을 종결했습니다")


NEW_STATES = frozenset({CaseState.PAIRED, CaseState.ASSESSED})
"""The household waits for its assessment or its first plan."""
_OPEN = (CaseState.PAIRED, CaseState.ASSESSED, CaseState.PLANNED, CaseState.IN_SERVICE)

CASE_STATES = StateTable(
    "case",
    {
        (None, CaseVerb.PAIR): CaseState.PAIRED,
        (CaseState.PAIRED, CaseVerb.ASSESS): CaseState.ASSESSED,
        (CaseState.ASSESSED, CaseVerb.ASSESS): CaseState.ASSESSED,
        (CaseState.PLANNED, CaseVerb.ASSESS): CaseState.PLANNED,
        (CaseState.IN_SERVICE, CaseVerb.ASSESS): CaseState.IN_SERVICE,
        (CaseState.ASSESSED, CaseVerb.AGREE): CaseState.PLANNED,
        (CaseState.PLANNED, CaseVerb.AGREE): CaseState.PLANNED,
        (CaseState.IN_SERVICE, CaseVerb.AGREE): CaseState.IN_SERVICE,
        (CaseState.PLANNED, CaseVerb.SERVE): CaseState.IN_SERVICE,
        (CaseState.IN_SERVICE, CaseVerb.SERVE): CaseState.IN_SERVICE,
        **{(state, CaseVerb.HOLD): CaseState.ON_HOLD for state in _OPEN},
        (CaseState.ON_HOLD, CaseVerb.CHANGE_HOLD): CaseState.ON_HOLD,
        (CaseState.ON_HOLD, CaseVerb.RESUME): frozenset(_OPEN),
        **{(state, CaseVerb.HAND_OVER): state for state in (*_OPEN, CaseState.ON_HOLD)},
        **{(state, CaseVerb.CLOSE): CaseState.CLOSED for state in (*_OPEN, CaseState.ON_HOLD)},
    },
)


class ClosureReason(Worded):
    """domain.md §2."""

    GOAL_MET = "goal_met", N_("목표를 이룸")
    SERVICE_ENDED = "service_ended", N_("서비스가 끝남")
    CAP_USED_UP = "cap_used_up", N_("지원 한도를 다 씀")
    OTHER_SCHEME = "other_scheme", N_("다른 제도로 옮김")
    HOSPITAL = "hospital", N_("병원이나 시설에 들어감")
    MOVED_AWAY = "moved_away", N_("다른 곳으로 이사함")
    DIED = "died", N_("사망")
    DECLINED = "declined", N_("이용자가 원하지 않음")
    LOST_CONTACT = "lost_contact", N_("연락이 끊김")
    OTHER = "other", N_("그 밖의 이유")
